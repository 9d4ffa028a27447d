/** XObject, XNode, the leaf nodes, and the enums of System.Xml that they need. */

import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { EnumValue, NetObject } from '../core/values.ts';
import { invalidOperation, required } from '../primitives/argument-errors.ts';
import { newLine } from '../primitives/exception.ts';
import type { XName } from './names.ts';
import { XCData } from './tree/cdata.ts';
import { XComment } from './tree/comment.ts';
import { XContainer } from './tree/container.ts';
import { XDeclaration } from './tree/declaration.ts';
import { XDocumentType } from './tree/document-type.ts';
import { XElement } from './tree/element.ts';
import { XNode } from './tree/node.ts';
import { NodeType } from './tree/node-type.ts';
import type { XObject } from './tree/object.ts';
import { XProcessingInstruction } from './tree/processing-instruction.ts';
import { XText } from './tree/text.ts';
import { writeXml } from './xml-writer.ts';

defineEnum({ name: 'System.Xml.XmlNodeType', values: NodeType });
defineEnum({
  name: 'System.Xml.Linq.SaveOptions',
  flags: true,
  values: { None: 0, DisableFormatting: 1, OmitDuplicateNamespaces: 2 },
});
defineEnum({
  name: 'System.Xml.Linq.LoadOptions',
  flags: true,
  values: { None: 0, PreserveWhitespace: 1, SetBaseUri: 2, SetLineInfo: 4 },
});

const typeEnum = named('System.Xml.XmlNodeType');
const linq = (name: string): TypeRef => named(`System.Xml.Linq.${name}`);

/** A lazy sequence of nodes of a type. */
export function sequence(type: string, make: () => Iterable<unknown>): Sequence {
  return new Sequence(linq(type), () => make()[Symbol.iterator]());
}

/** `ToString(options)`. */
export function nodeText(self: XNode, options: EnumValue | null, call: CallInfo): string {
  const indented = ((options?.value ?? 0) & 1) === 0;
  const text = writeXml(self, newLine(call), indented);
  call.runtime.charge(text.length);
  return text;
}

/** The elements above a node, nearest first. */
export function* ancestors(self: XObject, name: XName | null, withSelf = false): Generator<XElement> {
  let node: XObject | null = withSelf ? self : self.parent;
  for (; node; node = node.parent) if (node instanceof XElement && (!name || name.same(node.name))) yield node;
}

function* after(self: XNode): Generator<XNode> {
  for (let node = self.next; node; node = node.next) yield node;
}

function* before(self: XNode): Generator<XNode> {
  if (self.parent) yield* self.parent.nodes.slice(0, Math.max(self.index, 0));
}

function* onlyElements(nodes: Iterable<XNode>, name: XName | null): Generator<XElement> {
  for (const node of nodes) if (node instanceof XElement && (!name || name.same(node.name))) yield node;
}

/** Order in the document: negative when `a` comes first. Throws InvalidOperationException without common ancestor. */
export function documentOrder(a: XNode | null, b: XNode | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  const path = (node: XNode): XNode[] => {
    const steps: XNode[] = [];
    for (let each: XNode | null = node; each; each = each.parent) steps.unshift(each);
    return steps;
  };
  const [left, right] = [path(a), path(b)];
  if (left[0] !== right[0]) invalidOperation('A common ancestor is missing.');
  let at = 0;
  while (left[at] === right[at] && left[at] !== undefined) at++;
  const [x, y] = [left[at], right[at]];
  if (!x) return -1;
  return y ? Math.sign(x.index - y.index) : 1;
}

function deepEquals(a: XNode | null, b: XNode | null): boolean {
  return a === b || (a !== null && b !== null && a.deepKey() === b.deepKey());
}

defineType({
  name: 'System.Xml.Linq.XObject',
  kind: 'class',
  members: {
    'XElement Parent { get; }': (self: XObject) => (self.parent instanceof XElement ? self.parent : null),
    'XDocument Document { get; }': (self: XObject) => self.document,
    'XmlNodeType NodeType { get; }': (self: XObject) => new EnumValue(typeEnum, self.nodeType),
    'string BaseUri { get; }': () => '',
  },
});

const place = (self: XNode, content: unknown, offset: number, call: CallInfo): void =>
  self.requireParent().addAt(content, self.index + offset, call.runtime);

function replaceWith(self: XNode, content: unknown, call: CallInfo): void {
  const parent = self.requireParent();
  const at = self.index;
  self.remove();
  parent.addAt(content, at, call.runtime);
}

defineType({
  name: 'System.Xml.Linq.XNode',
  kind: 'class',
  base: 'XObject',
  members: {
    'XNode NextNode { get; }': (self: XNode) => self.next,
    'XNode PreviousNode { get; }': (self: XNode) => self.previous,
    'static XNodeDocumentOrderComparer DocumentOrderComparer { get; }': () => new DocumentOrderComparer(),
    'static XNodeEqualityComparer EqualityComparer { get; }': () => new NodeEqualityComparer(),
    'static int CompareDocumentOrder(XNode n1, XNode n2)': documentOrder,
    'static bool DeepEquals(XNode n1, XNode n2)': deepEquals,
    'void AddAfterSelf(object content)': (self: XNode, content: unknown, call: CallInfo) =>
      place(self, content, 1, call),
    'void AddAfterSelf(params object[] content)': (self: XNode, content: unknown, call: CallInfo) =>
      place(self, content, 1, call),
    'void AddBeforeSelf(object content)': (self: XNode, content: unknown, call: CallInfo) =>
      place(self, content, 0, call),
    'void AddBeforeSelf(params object[] content)': (self: XNode, content: unknown, call: CallInfo) =>
      place(self, content, 0, call),
    'void Remove()': (self: XNode) => self.remove(),
    'void ReplaceWith(object content)': replaceWith,
    'void ReplaceWith(params object[] content)': replaceWith,
    'IEnumerable<XElement> Ancestors()': (self: XNode) => sequence('XElement', () => ancestors(self, null)),
    'IEnumerable<XElement> Ancestors(XName name)': (self: XNode, name: XName | null) =>
      sequence('XElement', () => (name ? ancestors(self, name) : [])),
    'IEnumerable<XNode> NodesAfterSelf()': (self: XNode) => sequence('XNode', () => after(self)),
    'IEnumerable<XNode> NodesBeforeSelf()': (self: XNode) => sequence('XNode', () => before(self)),
    'IEnumerable<XElement> ElementsAfterSelf()': (self: XNode) =>
      sequence('XElement', () => onlyElements(after(self), null)),
    'IEnumerable<XElement> ElementsAfterSelf(XName name)': (self: XNode, name: XName | null) =>
      sequence('XElement', () => onlyElements(after(self), name)),
    'IEnumerable<XElement> ElementsBeforeSelf()': (self: XNode) =>
      sequence('XElement', () => onlyElements(before(self), null)),
    'IEnumerable<XElement> ElementsBeforeSelf(XName name)': (self: XNode, name: XName | null) =>
      sequence('XElement', () => onlyElements(before(self), name)),
    'bool IsAfter(XNode node)': (self: XNode, other: XNode | null) => documentOrder(self, other) > 0,
    'bool IsBefore(XNode node)': (self: XNode, other: XNode | null) => documentOrder(self, other) < 0,
    'string ToString()': (self: XNode, call: CallInfo) => nodeText(self, null, call),
    'string ToString(SaveOptions options)': nodeText,
  },
});

/** System.Xml.Linq.XNodeDocumentOrderComparer. */
class DocumentOrderComparer extends NetObject {
  override get netType(): TypeRef {
    return linq('XNodeDocumentOrderComparer');
  }
  compareValues(a: unknown, b: unknown): number {
    return documentOrder(a as XNode | null, b as XNode | null);
  }
}

/** System.Xml.Linq.XNodeEqualityComparer. */
class NodeEqualityComparer extends NetObject {
  override get netType(): TypeRef {
    return linq('XNodeEqualityComparer');
  }
  keyOf(value: unknown): unknown {
    return value instanceof XNode ? value.deepKey() : value;
  }
}

defineType({
  name: 'System.Xml.Linq.XNodeDocumentOrderComparer',
  kind: 'class',
  interfaces: ['IComparer<XNode>'],
  members: {
    'XNodeDocumentOrderComparer()': () => new DocumentOrderComparer(),
    'int Compare(XNode x, XNode y)': (_self: unknown, a: XNode | null, b: XNode | null) => documentOrder(a, b),
  },
});
defineType({
  name: 'System.Xml.Linq.XNodeEqualityComparer',
  kind: 'class',
  interfaces: ['IEqualityComparer<XNode>'],
  members: {
    'XNodeEqualityComparer()': () => new NodeEqualityComparer(),
    'bool Equals(XNode x, XNode y)': (_self: unknown, a: XNode | null, b: XNode | null) => deepEquals(a, b),
  },
});

const valueProperty = {
  get: (self: XText | XComment) => self.value,
  set: (self: XText | XComment, value: string | null) => {
    self.value = required(value, 'value');
  },
};

defineType({
  name: 'System.Xml.Linq.XText',
  kind: 'class',
  base: 'XNode',
  members: {
    'XText(string value)': (value: string | null) => new XText(required(value, 'value')),
    'XText(XText other)': (other: XText | null) => required(other, 'other').clone(),
    'string Value { get; set; }': valueProperty,
  },
});
defineType({
  name: 'System.Xml.Linq.XCData',
  kind: 'class',
  base: 'XText',
  members: {
    'XCData(string value)': (value: string | null) => new XCData(required(value, 'value')),
    'XCData(XCData other)': (other: XCData | null) => required(other, 'other').clone(),
  },
});
defineType({
  name: 'System.Xml.Linq.XComment',
  kind: 'class',
  base: 'XNode',
  members: {
    'XComment(string value)': (value: string | null) => new XComment(required(value, 'value')),
    'XComment(XComment other)': (other: XComment | null) => required(other, 'other').clone(),
    'string Value { get; set; }': valueProperty,
  },
});
defineType({
  name: 'System.Xml.Linq.XProcessingInstruction',
  kind: 'class',
  base: 'XNode',
  members: {
    'XProcessingInstruction(string target, string data)': (target: string | null, data: string | null) =>
      new XProcessingInstruction(required(target, 'target'), required(data, 'data')),
    'XProcessingInstruction(XProcessingInstruction other)': (other: XProcessingInstruction | null) =>
      required(other, 'other').clone(),
    'string Target { get; }': (self: XProcessingInstruction) => self.target,
    'string Data { get; set; }': {
      get: (self: XProcessingInstruction) => self.data,
      set: (self: XProcessingInstruction, data: string | null) => {
        self.data = required(data, 'value');
      },
    },
  },
});
defineType({
  name: 'System.Xml.Linq.XDocumentType',
  kind: 'class',
  base: 'XNode',
  members: {
    'XDocumentType(string name, string publicId, string systemId, string internalSubset)': (
      name: string | null,
      publicId: string | null,
      systemId: string | null,
      subset: string | null,
    ) => new XDocumentType(required(name, 'name'), publicId, systemId, subset),
    'string Name { get; }': (self: XDocumentType) => self.name,
    'string PublicId { get; }': (self: XDocumentType) => self.publicId,
    'string SystemId { get; }': (self: XDocumentType) => self.systemId,
    'string InternalSubset { get; }': (self: XDocumentType) => self.internalSubset,
  },
});
defineType({
  name: 'System.Xml.Linq.XDeclaration',
  kind: 'class',
  members: {
    'XDeclaration(string version, string encoding, string standalone)': (
      version: string | null,
      encoding: string | null,
      standalone: string | null,
    ) => new XDeclaration(version, encoding, standalone),
    'XDeclaration(XDeclaration other)': (other: XDeclaration | null) => {
      const { version, encoding, standalone } = required(other, 'other');
      return new XDeclaration(version, encoding, standalone);
    },
    'string Version { get; set; }': property('version'),
    'string Encoding { get; set; }': property('encoding'),
    'string Standalone { get; set; }': property('standalone'),
    'string ToString()': (self: XDeclaration) => self.toText(),
  },
});

function property(name: 'version' | 'encoding' | 'standalone') {
  return {
    get: (self: XDeclaration) => self[name],
    set: (self: XDeclaration, value: string | null) => {
      self[name] = value;
    },
  };
}

/** Every node below the nodes of a sequence, for the Extensions class. */
export function* below(node: XNode): Generator<XNode> {
  if (node instanceof XContainer) yield* node.descendantNodes();
}
