import { childElements } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';

/** Sections that drop what outer scopes do. */
export const missingBase: Rule = {
  id: 'missing-base',
  title: 'Every section runs the policies of the outer scopes',
  severity: 'note',
  help: 'A section without <base/> skips the same section of API, product and global scope: their CORS, rate limits and token checks do not run. Add <base/> unless that is meant.',
  see: 'https://learn.microsoft.com/azure/api-management/set-edit-policies#use-base-element-to-set-policy-evaluation-order',
  *check(root, _document, { usages }) {
    // There is nothing outside the global scope, and fragments have no sections.
    if (root.name !== 'policies' || (usages.length > 0 && usages.every(({ scope }) => scope === 'global'))) return;
    for (const section of childElements(root)) {
      if (childElements(section, 'base').length > 0) continue;
      yield {
        offset: section.nameSpan.start,
        element: section,
        message:
          section.name === 'backend' && childElements(section).length === 0
            ? "'backend' is empty: nothing is forwarded, and outbound starts with an empty 200."
            : `'${section.name}' has no <base />: the outer scopes' policies do not run.`,
      };
    }
  },
};
