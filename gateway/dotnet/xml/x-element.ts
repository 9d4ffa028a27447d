import { type CallInfo, defineType, type Runtime } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { XML_NAMESPACE, XMLNS_NAMESPACE, type XName, XNamespace } from './names.ts';
import { XElement } from './tree/element.ts';
import { valueText } from './tree/object.ts';
import { valueConversions } from './value-conversion.ts';
import { ancestors, sequence } from './x-node.ts';
import { parseXml } from './xml-parser.ts';
import { toJsonToken } from './xml-to-json.ts';

function create(name: XName | null, content: unknown, call: CallInfo): XElement {
  const element = new XElement(required(name, 'name'));
  element.add(content, call.runtime);
  return element;
}

function parse(text: string | null, options: EnumValue | null, call: CallInfo): XElement {
  const source = required(text, 's');
  const root = parseXml(source, call.runtime, ((options?.value ?? 0) & 1) !== 0).root as XElement;
  root.remove();
  return root;
}

/** The namespace that a prefix stands for at an element. */
function namespaceOfPrefix(self: XElement, prefix: string): string | null {
  for (const element of ancestors(self, null, true)) {
    for (const attribute of element.attributes) {
      if (!attribute.isNamespaceDeclaration) continue;
      const declared = attribute.name.uri === '' ? '' : attribute.name.local;
      if (declared === prefix) return attribute.value;
    }
  }
  if (prefix === 'xml') return XML_NAMESPACE;
  return prefix === 'xmlns' ? XMLNS_NAMESPACE : null;
}

function prefixOfNamespace(self: XElement, uri: string): string | null {
  for (const element of ancestors(self, null, true)) {
    for (const attribute of element.attributes) {
      if (attribute.name.uri !== XMLNS_NAMESPACE || attribute.value !== uri) continue;
      if (namespaceOfPrefix(self, attribute.name.local) === uri) return attribute.name.local;
    }
  }
  if (uri === XML_NAMESPACE) return 'xml';
  return uri === XMLNS_NAMESPACE ? 'xmlns' : null;
}

/** A value for an attribute or element, or null to remove it. */
function textFor(value: unknown, runtime: Runtime): string | null {
  return value === null ? null : valueText(value, runtime);
}

function replaceAll(self: XElement, content: unknown, call: CallInfo): void {
  const items =
    content !== null && typeof content === 'object' && Symbol.iterator in content
      ? [...(content as NetArray)]
      : [content];
  self.removeNodes();
  self.removeAttributes();
  for (const item of items) self.add(item, call.runtime);
}

function replaceAttributes(self: XElement, content: unknown, call: CallInfo): void {
  const items =
    content !== null && typeof content === 'object' && Symbol.iterator in content
      ? [...(content as NetArray)]
      : [content];
  self.removeAttributes();
  for (const item of items) self.add(item, call.runtime);
}

function* selfAndBelow(self: XElement, name: XName | null): Generator<XElement> {
  if (!name || name.same(self.name)) yield self;
  yield* self.descendants(name);
}

Object.assign(XElement.prototype, {
  toJsonToken(this: XElement) {
    return toJsonToken(this, false);
  },
});

defineType({
  name: 'System.Xml.Linq.XElement',
  kind: 'class',
  base: 'XContainer',
  members: {
    ...valueConversions<XElement>('XElement', 'element', (element) => element.text),
    'XElement(XName name)': (name: XName | null) => new XElement(required(name, 'name')),
    'XElement(XName name, object content)': create,
    'XElement(XName name, params object[] content)': create,
    'XElement(XElement other)': (other: XElement | null) => required(other, 'other').clone(),
    'static XElement Parse(string text)': (text: string | null, call: CallInfo) => parse(text, null, call),
    'static XElement Parse(string text, LoadOptions options)': parse,
    'static IEnumerable<XElement> EmptySequence { get; }': () => sequence('XElement', () => []),
    'XName Name { get; set; }': {
      get: (self: XElement) => self.name,
      set: (self: XElement, name: XName | null) => {
        self.name = required(name, 'value');
      },
    },
    'string Value { get; set; }': {
      get: (self: XElement, call: CallInfo) => {
        const { text } = self;
        call.runtime.charge(text.length);
        return text;
      },
      set: (self: XElement, value: string | null, call: CallInfo) =>
        self.setText(required(value, 'value'), call.runtime),
    },
    'bool IsEmpty { get; }': (self: XElement) => self.isEmpty,
    'bool HasAttributes { get; }': (self: XElement) => self.attributes.length > 0,
    'bool HasElements { get; }': (self: XElement) => self.elements().next().done !== true,
    'XAttribute FirstAttribute { get; }': (self: XElement) => self.attributes[0] ?? null,
    'XAttribute LastAttribute { get; }': (self: XElement) => self.attributes.at(-1) ?? null,
    'XAttribute Attribute(XName name)': (self: XElement, name: XName | null) => self.attribute(name),
    'IEnumerable<XAttribute> Attributes()': (self: XElement) => sequence('XAttribute', () => [...self.attributes]),
    'IEnumerable<XAttribute> Attributes(XName name)': (self: XElement, name: XName | null) =>
      sequence('XAttribute', () => self.attributes.filter((attribute) => attribute.name.same(name))),
    'IEnumerable<XElement> AncestorsAndSelf()': (self: XElement) =>
      sequence('XElement', () => ancestors(self, null, true)),
    'IEnumerable<XElement> AncestorsAndSelf(XName name)': (self: XElement, name: XName | null) =>
      sequence('XElement', () => (name ? ancestors(self, name, true) : [])),
    'IEnumerable<XElement> DescendantsAndSelf()': (self: XElement) =>
      sequence('XElement', () => selfAndBelow(self, null)),
    'IEnumerable<XElement> DescendantsAndSelf(XName name)': (self: XElement, name: XName | null) =>
      sequence('XElement', () => (name ? selfAndBelow(self, name) : [])),
    'IEnumerable<XNode> DescendantNodesAndSelf()': (self: XElement) =>
      sequence('XNode', function* () {
        yield self;
        yield* self.descendantNodes();
      }),
    'XNamespace GetDefaultNamespace()': (self: XElement) => new XNamespace(namespaceOfPrefix(self, '') ?? ''),
    'XNamespace GetNamespaceOfPrefix(string prefix)': (self: XElement, prefix: string | null) => {
      const wanted = required(prefix, 'prefix');
      if (wanted === '') argument('The value cannot be an empty string.', 'prefix');
      const uri = namespaceOfPrefix(self, wanted);
      return uri === null ? null : new XNamespace(uri);
    },
    'string GetPrefixOfNamespace(XNamespace ns)': (self: XElement, ns: XNamespace | null) =>
      prefixOfNamespace(self, required(ns, 'ns').uri),
    'void SetAttributeValue(XName name, object value)': (
      self: XElement,
      name: XName | null,
      value: unknown,
      call: CallInfo,
    ) => self.setAttribute(required(name, 'name'), textFor(value, call.runtime)),
    'void SetElementValue(XName name, object value)': (
      self: XElement,
      name: XName | null,
      value: unknown,
      call: CallInfo,
    ) => {
      const wanted = required(name, 'name');
      const child = self.elements(wanted).next().value;
      const text = textFor(value, call.runtime);
      if (text === null) child?.remove();
      else if (child) child.setText(text, call.runtime);
      else {
        const created = new XElement(wanted);
        created.add(text, call.runtime);
        self.add(created, call.runtime);
      }
    },
    'void SetValue(object value)': (self: XElement, value: unknown, call: CallInfo) =>
      self.setText(textFor(required(value, 'value'), call.runtime) ?? '', call.runtime),
    'void RemoveAll()': (self: XElement) => {
      self.removeNodes();
      self.removeAttributes();
    },
    'void RemoveAttributes()': (self: XElement) => self.removeAttributes(),
    'void ReplaceAll(object content)': replaceAll,
    'void ReplaceAll(params object[] content)': replaceAll,
    'void ReplaceAttributes(object content)': replaceAttributes,
    'void ReplaceAttributes(params object[] content)': replaceAttributes,
  },
});
