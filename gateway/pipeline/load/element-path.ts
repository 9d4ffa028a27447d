/** Where elements stand among their siblings: for traces, and as LastError.Path has it. */
import { childElements, type PolicyElement } from '../../document/tree.ts';

export interface ElementPath {
  /** `choose[1]/when[2]/set-header[1]`: every element counted among siblings of its name. */
  readonly indexed: string;
  /** `choose\when[2]\set-header`: counted only where there are several (error handling page, Path). */
  readonly hierarchy: string;
}

/** The child elements of `parent` with their paths. @param above the path of `parent`; none for a section */
export function childrenWithPaths(parent: PolicyElement, above?: ElementPath): [PolicyElement, ElementPath][] {
  const children = childElements(parent);
  const totals = new Map<string, number>();
  for (const { name } of children) totals.set(name, (totals.get(name) ?? 0) + 1);
  const counts = new Map<string, number>();
  return children.map((child) => {
    const { name } = child;
    const index = (counts.get(name) ?? 0) + 1;
    counts.set(name, index);
    const hierarchy = (totals.get(name) ?? 0) > 1 ? `${name}[${index}]` : name;
    const path = {
      indexed: `${above ? `${above.indexed}/` : ''}${name}[${index}]`,
      hierarchy: `${above ? `${above.hierarchy}\\` : ''}${hierarchy}`,
    };
    return [child, path];
  });
}
