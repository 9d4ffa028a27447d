import type { PolicyElement } from '../document/tree.ts';

/** An element with its ancestors, nearest last. */
interface Placed {
  readonly element: PolicyElement;
  readonly ancestors: readonly PolicyElement[];
}

/** `element` and every element below it, in document order, with their ancestors, nearest last. */
export function* walk(element: PolicyElement, ancestors: readonly PolicyElement[] = []): Generator<Placed> {
  // A stack, for a generator in a generator costs as much per element as there are elements around it.
  const pending: Placed[] = [{ element, ancestors }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    const inner = [...next.ancestors, next.element];
    for (const child of next.element.children.toReversed()) {
      if (child.kind === 'element') pending.push({ element: child, ancestors: inner });
    }
  }
}
