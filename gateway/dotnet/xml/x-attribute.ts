import { type CallInfo, defineType } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import type { XName } from './names.ts';
import { XAttribute } from './tree/attribute.ts';
import { valueText } from './tree/object.ts';
import { valueConversions } from './value-conversion.ts';
import { sequence } from './x-node.ts';
import { writeAttribute } from './xml-writer.ts';

function text(value: unknown, call: CallInfo): string {
  return valueText(required(value, 'value'), call.runtime);
}

function sibling(self: XAttribute, offset: number): XAttribute | null {
  const list = self.owner?.attributes ?? [];
  return list[list.indexOf(self) + offset] ?? null;
}

Object.assign(XAttribute.prototype, {
  toText(this: XAttribute): string {
    return writeAttribute(this);
  },
});

defineType({
  name: 'System.Xml.Linq.XAttribute',
  kind: 'class',
  base: 'XObject',
  members: {
    ...valueConversions<XAttribute>('XAttribute', 'attribute', (attribute) => attribute.value),
    'XAttribute(XName name, object value)': (name: XName | null, value: unknown, call: CallInfo) =>
      new XAttribute(required(name, 'name'), text(value, call)),
    'XAttribute(XAttribute other)': (other: XAttribute | null) => {
      const { name, value } = required(other, 'other');
      return new XAttribute(name, value);
    },
    'static IEnumerable<XAttribute> EmptySequence { get; }': () => sequence('XAttribute', () => []),
    'XName Name { get; }': (self: XAttribute) => self.name,
    'string Value { get; set; }': {
      get: (self: XAttribute) => self.value,
      set: (self: XAttribute, value: string | null) => {
        self.value = required(value, 'value');
      },
    },
    'bool IsNamespaceDeclaration { get; }': (self: XAttribute) => self.isNamespaceDeclaration,
    'XAttribute NextAttribute { get; }': (self: XAttribute) => sibling(self, 1),
    'XAttribute PreviousAttribute { get; }': (self: XAttribute) => sibling(self, -1),
    'void Remove()': (self: XAttribute) => self.remove(),
    'void SetValue(object value)': (self: XAttribute, value: unknown, call: CallInfo) => {
      self.value = text(value, call);
    },
    'string ToString()': (self: XAttribute) => writeAttribute(self),
  },
});
