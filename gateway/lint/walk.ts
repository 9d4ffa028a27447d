import type { PolicyElement } from '../document/tree.ts';

/** `element` and every element below it, in document order, with their ancestors, nearest last. */
export function* walk(
  element: PolicyElement,
  ancestors: readonly PolicyElement[] = [],
): Generator<{ element: PolicyElement; ancestors: readonly PolicyElement[] }> {
  yield { element, ancestors };
  const inner = [...ancestors, element];
  for (const child of element.children) {
    if (child.kind === 'element') yield* walk(child, inner);
  }
}
