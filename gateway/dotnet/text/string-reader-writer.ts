/** System.IO.StringReader and StringWriter. */
import { box } from '../core/box.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { newLine } from '../primitives/exception.ts';
import { textOf } from '../primitives/net-arrays.ts';
import { toText } from '../primitives/virtual.ts';
import { compositeFormat } from './composite-format.ts';
import { currentCulture } from './culture.ts';

const readerType = named('System.IO.StringReader');
const writerType = named('System.IO.StringWriter');

/** System.IO.StringReader. */
class StringReader extends NetObject {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override get netType(): TypeRef {
    return readerType;
  }
  readLine(): string | null {
    if (this.at >= this.text.length) return null;
    const match = /\r\n|\r|\n/.exec(this.text.slice(this.at));
    const end = match ? this.at + match.index : this.text.length;
    const line = this.text.slice(this.at, end);
    this.at = end + (match?.[0].length ?? 0);
    return line;
  }
}

/** System.IO.StringWriter. */
class StringWriter extends NetObject {
  parts: string[] = [];
  override get netType(): TypeRef {
    return writerType;
  }
  toText(): string {
    return this.parts.join('');
  }
}

defineType({
  name: 'System.IO.TextReader',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: { 'void Dispose()': () => undefined, 'void Close()': () => undefined },
});
defineType({
  name: 'System.IO.StringReader',
  kind: 'class',
  base: 'System.IO.TextReader',
  members: {
    'StringReader(string s)': (text: string | null) => new StringReader(required(text, 's')),
    'int Peek()': (self: StringReader) => (self.at < self.text.length ? self.text.charCodeAt(self.at) : -1),
    'int Read()': (self: StringReader) => (self.at < self.text.length ? self.text.charCodeAt(self.at++) : -1),
    'int Read(char[] buffer, int index, int count)': (
      self: StringReader,
      buffer: NetArray | null,
      index: number,
      count: number,
    ) => {
      const { items } = required(buffer, 'buffer');
      const length = Math.max(Math.min(count, self.text.length - self.at, items.length - index), 0);
      for (let i = 0; i < length; i++) items[index + i] = self.text.charCodeAt(self.at++);
      return length;
    },
    'string ReadLine()': (self: StringReader) => self.readLine(),
    'string ReadToEnd()': (self: StringReader) => {
      const rest = self.text.slice(self.at);
      self.at = self.text.length;
      return rest;
    },
  },
});

function write(self: StringWriter, text: string, call: CallInfo): void {
  call.runtime.charge(text.length);
  self.parts.push(text);
}

const writes: Record<string, (...args: never[]) => unknown> = {};
for (const [keyword, type] of [
  ['bool', T.bool],
  ['char', T.char],
  ['int', T.int],
  ['uint', T.uint],
  ['long', T.long],
  ['ulong', T.ulong],
  ['float', T.float],
  ['double', T.double],
  ['decimal', T.decimal],
  ['object', T.object],
  ['string', T.string],
] as [string, TypeRef][]) {
  writes[`void Write(${keyword} value)`] = (self: StringWriter, value: unknown, call: CallInfo) =>
    write(self, toText(box(value, type), call.runtime), call);
  writes[`void WriteLine(${keyword} value)`] = (self: StringWriter, value: unknown, call: CallInfo) =>
    write(self, toText(box(value, type), call.runtime) + newLine(call), call);
}

const format = (text: string | null, args: NetArray | null, call: CallInfo): string =>
  compositeFormat(
    required(text, 'format'),
    [...required(args, 'arg').items],
    currentCulture(call.runtime),
    call.runtime,
  );

defineType({
  name: 'System.IO.TextWriter',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: { 'void Dispose()': () => undefined, 'void Close()': () => undefined, 'void Flush()': () => undefined },
});
defineType({
  name: 'System.IO.StringWriter',
  kind: 'class',
  base: 'System.IO.TextWriter',
  members: {
    'StringWriter()': () => new StringWriter(),
    ...(writes as Members),
    'void Write(char[] buffer)': (self: StringWriter, buffer: NetArray | null, call: CallInfo) =>
      write(self, buffer ? textOf(buffer.items as number[]) : '', call),
    'void Write(string format, params object[] arg)': (
      self: StringWriter,
      text: string | null,
      args: NetArray | null,
      call: CallInfo,
    ) => write(self, format(text, args, call), call),
    'void WriteLine()': (self: StringWriter, call: CallInfo) => write(self, newLine(call), call),
    'void WriteLine(string format, params object[] arg)': (
      self: StringWriter,
      text: string | null,
      args: NetArray | null,
      call: CallInfo,
    ) => write(self, format(text, args, call) + newLine(call), call),
    'string NewLine { get; }': (_self: StringWriter, call: CallInfo) => newLine(call),
    'string ToString()': (self: StringWriter) => self.toText(),
  },
});
