/** What the serializer needs of a reader of JSON, and how it reads quoted values of a certain type. */
import type { Runtime } from '../core/define.ts';
import { NetThrow } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { invariantCulture } from '../text/culture.ts';
import { NumberStyles, parseDecimal, parseFloatingPoint, parseInteger } from '../text/number-parse.ts';
import { fromParsed } from '../time/date-time.ts';
import { parseOffset } from '../time/date-time-offset.ts';
import { parseDateTime } from '../time/date-time-parse.ts';
import { DateTime } from '../time/date-time-value.ts';
import { ticksFromUnix } from '../time/ticks.ts';
import { readDate } from './json-date.ts';
import { readDecimal } from './json-number.ts';
import type { JsonTokenType } from './json-reader.ts';

/** What the next value is read as, by the type that is wanted: `value` takes what comes. */
export type ReadKind =
  | 'value'
  | 'int'
  | 'long'
  | 'double'
  | 'decimal'
  | 'bool'
  | 'string'
  | 'bytes'
  | 'DateTime'
  | 'DateTimeOffset';

/** A reader of JSON, be it of text or of tokens. */
export interface ValueReader {
  readonly tokenType: JsonTokenType;
  /** In `object` form. */
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
  /** Moves to the next token; false at the end. */
  read(): boolean;
  /** Moves to the next token, which is asked for as `kind`; comments are passed over. */
  readAs(kind: Exclude<ReadKind, 'value' | 'long'>): void;
  /** Throws JsonReaderException at the current place. */
  fail(message: string): never;
  /** Throws JsonSerializationException at the current place. */
  failSerialization(message: string): never;
}

/** Kinds that can stand between quotes. */
export type QuotedKind = 'int' | 'double' | 'decimal' | 'bool' | 'DateTime' | 'DateTimeOffset';

/** The part of a reader that takes the value. */
interface Target {
  fail(message: string): never;
  assign(type: JsonTokenType, value: unknown): void;
}

const WORDS = { int: 'integer', double: 'double', decimal: 'decimal', bool: 'boolean' } as const;
const ROUNDTRIP_KIND = 128;

/** Reads text from between quotes as a value of a certain kind; empty text is null. */
export function readQuoted(target: Target, text: string, kind: QuotedKind, runtime: Runtime): void {
  if (text === '') {
    target.assign('Null', null);
    return;
  }
  const value = quotedValue(text, kind, runtime);
  if (value === undefined) {
    target.assign('String', text);
    const name = kind === 'DateTime' || kind === 'DateTimeOffset' ? kind : WORDS[kind];
    target.fail(`Could not convert string to ${name}: ${text}.`);
  }
  target.assign(tokenOf[kind], value);
}

const tokenOf: Readonly<Record<QuotedKind, JsonTokenType>> = {
  int: 'Integer',
  double: 'Float',
  decimal: 'Float',
  bool: 'Boolean',
  DateTime: 'Date',
  DateTimeOffset: 'Date',
};

function quotedValue(text: string, kind: QuotedKind, runtime: Runtime): unknown {
  switch (kind) {
    case 'int': {
      const result = parseInteger(text, 32, true, NumberStyles.Integer, invariantCulture);
      return result.ok ? new Boxed(T.int, Number(result.value)) : undefined;
    }
    case 'double': {
      const styles = NumberStyles.Float | NumberStyles.AllowThousands;
      const result = parseFloatingPoint(text, false, styles, invariantCulture);
      return result.ok ? new Boxed(T.double, result.value) : undefined;
    }
    case 'decimal': {
      const result = parseDecimal(text, NumberStyles.Number, invariantCulture);
      return result.ok ? result.value : readDecimal(text);
    }
    case 'bool': {
      const word = text.trim().toLowerCase();
      return word === 'true' || word === 'false' ? word === 'true' : undefined;
    }
    case 'DateTime': {
      const date = readDate(text);
      if (date) return date;
      const parsed = fromParsed(parseDateTime(text, invariantCulture, ticksFromUnix(runtime.now())), ROUNDTRIP_KIND);
      return parsed instanceof DateTime ? parsed : undefined;
    }
    default:
      return attempt(() => parseOffset(text, invariantCulture, 0, { typeArgs: [], receiver: T.object, runtime }));
  }
}

/** What the function returns; undefined when it throws a .NET exception. */
export function attempt<V>(produce: () => V): V | undefined {
  try {
    return produce();
  } catch (error) {
    if (error instanceof NetThrow) return undefined;
    throw error;
  }
}
