/** System.Xml.Linq.Extensions: axes over sequences of nodes. */

import { elements } from '../collections/enumerate.ts';
import type { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import type { XName } from './names.ts';
import type { XAttribute } from './tree/attribute.ts';
import type { XContainer } from './tree/container.ts';
import type { XElement } from './tree/element.ts';
import type { XNode } from './tree/node.ts';
import { ancestors, below, documentOrder, sequence } from './x-node.ts';

const list = <N>(source: unknown): Iterable<N> => elements(required(source, 'source')) as Iterable<N>;

/** An axis: what each node leads to. */
type Axis = (node: never, name: XName | null) => Iterable<unknown>;

function along(source: unknown, axis: Axis, name: XName | null, result: string, call: CallInfo): Sequence {
  const nodes = list<XNode>(source);
  return sequence(result, function* () {
    for (const node of nodes) {
      for (const found of axis(node as never, name)) {
        call.runtime.charge(1);
        yield found;
      }
    }
  });
}

const selfAndBelow = function* (element: XElement, name: XName | null): Iterable<XElement> {
  if (!name || name.same(element.name)) yield element;
  yield* element.descendants(name);
};

/** Name, type of the source's elements, type of the result's, what it does, and whether it takes a name. */
const axes: readonly (readonly [name: string, source: string, result: string, axis: Axis, named: boolean])[] = [
  ['Attributes', 'XElement', 'XAttribute', (e: XElement, n) => e.attributes.filter((a) => !n || a.name.same(n)), true],
  ['Elements', 'T', 'XElement', (c: XContainer, n) => c.elements(n), true],
  ['Descendants', 'T', 'XElement', (c: XContainer, n) => c.descendants(n), true],
  ['DescendantsAndSelf', 'XElement', 'XElement', selfAndBelow, true],
  ['Ancestors', 'T', 'XElement', (node: XNode, n) => ancestors(node, n), true],
  ['AncestorsAndSelf', 'XElement', 'XElement', (e: XElement, n) => ancestors(e, n, true), true],
  ['Nodes', 'T', 'XNode', (c: XContainer) => c.children(), false],
  ['DescendantNodes', 'T', 'XNode', (c: XContainer) => below(c), false],
];

const members: Record<string, (...args: never[]) => unknown> = {};
for (const [name, source, result, axis, takesName] of axes) {
  const generic = source === 'T' ? '<T>' : '';
  members[`static IEnumerable<${result}> ${name}${generic}(this IEnumerable<${source}> source)`] = (
    nodes: unknown,
    call: CallInfo,
  ) => along(nodes, axis, null, result, call);
  if (!takesName) continue;
  members[`static IEnumerable<${result}> ${name}${generic}(this IEnumerable<${source}> source, XName name)`] = (
    nodes: unknown,
    wanted: XName | null,
    call: CallInfo,
  ) => (wanted ? along(nodes, axis, wanted, result, call) : sequence(result, () => []));
}

defineType({
  name: 'System.Xml.Linq.Extensions',
  kind: 'class',
  members: {
    ...(members as Members),
    'static void Remove(this IEnumerable<XAttribute> source)': (source: unknown) => {
      for (const attribute of [...list<XAttribute>(source)]) attribute.remove();
    },
    'static void Remove<T>(this IEnumerable<T> source)': (source: unknown) => {
      for (const node of [...list<XNode>(source)]) node.remove();
    },
    'static IEnumerable<T> InDocumentOrder<T>(this IEnumerable<T> source)': (source: unknown) =>
      sequence('XNode', () => [...list<XNode>(source)].sort(documentOrder)),
  },
});
