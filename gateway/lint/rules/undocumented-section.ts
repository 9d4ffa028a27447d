import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Policies in sections that their reference page does not list. */
export const undocumentedSection: Rule = {
  id: 'undocumented-section',
  title: 'Policies stand in sections that their reference lists',
  severity: 'note',
  help: 'Deployed policies show that Azure takes some of these, but nothing says that it will go on to.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy') continue;
      const { element, definition, section } = placed;
      if (section === undefined || definition.sections.includes(section)) continue;
      yield {
        offset: element.nameSpan.start,
        element,
        message: `The reference lists '${element.name}' for ${definition.sections.join(', ')}, not for ${section}.`,
      };
    }
  },
};
