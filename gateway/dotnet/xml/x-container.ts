import { type CallInfo, defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import type { XName } from './names.ts';
import type { XContainer } from './tree/container.ts';
import { sequence } from './x-node.ts';

const add = (self: XContainer, content: unknown, call: CallInfo): void => self.add(content, call.runtime);
const addFirst = (self: XContainer, content: unknown, call: CallInfo): void => self.addAt(content, 0, call.runtime);

function replaceNodes(self: XContainer, content: unknown, call: CallInfo): void {
  // The content may come from the nodes that are about to go.
  const items =
    content !== null && typeof content === 'object' && Symbol.iterator in content
      ? [...(content as NetArray)]
      : [content];
  self.removeNodes();
  for (const item of items) self.add(item, call.runtime);
}

defineType({
  name: 'System.Xml.Linq.XContainer',
  kind: 'class',
  base: 'XNode',
  members: {
    'XNode FirstNode { get; }': (self: XContainer) => self.nodes[0] ?? null,
    'XNode LastNode { get; }': (self: XContainer) => self.nodes.at(-1) ?? null,
    'void Add(object content)': add,
    'void Add(params object[] content)': add,
    'void AddFirst(object content)': addFirst,
    'void AddFirst(params object[] content)': addFirst,
    'IEnumerable<XNode> Nodes()': (self: XContainer) => sequence('XNode', () => self.children()),
    'IEnumerable<XNode> DescendantNodes()': (self: XContainer, call: CallInfo) =>
      sequence('XNode', () => charged(self.descendantNodes(), call)),
    'XElement Element(XName name)': (self: XContainer, name: XName | null) =>
      name ? (self.elements(name).next().value ?? null) : null,
    'IEnumerable<XElement> Elements()': (self: XContainer) => sequence('XElement', () => self.elements()),
    'IEnumerable<XElement> Elements(XName name)': (self: XContainer, name: XName | null) =>
      sequence('XElement', () => (name ? self.elements(name) : [])),
    'IEnumerable<XElement> Descendants()': (self: XContainer, call: CallInfo) =>
      sequence('XElement', () => charged(self.descendants(), call)),
    'IEnumerable<XElement> Descendants(XName name)': (self: XContainer, name: XName | null, call: CallInfo) =>
      sequence('XElement', () => (name ? charged(self.descendants(name), call) : [])),
    'void RemoveNodes()': (self: XContainer) => self.removeNodes(),
    'void ReplaceNodes(object content)': replaceNodes,
    'void ReplaceNodes(params object[] content)': replaceNodes,
  },
});

function* charged<N>(nodes: Iterable<N>, call: CallInfo): Generator<N> {
  for (const node of nodes) {
    call.runtime.charge(1);
    yield node;
  }
}
