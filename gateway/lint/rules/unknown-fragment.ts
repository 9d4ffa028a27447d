import { attribute } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

/** `include-fragment` of a fragment that the service does not have. */
export const unknownFragment: Rule = {
  id: 'unknown-fragment',
  title: 'Included fragments exist',
  severity: 'error',
  help: 'Azure refuses to save a policy that includes an unknown fragment. Deploy the fragment first, or mend its id.',
  see: 'https://learn.microsoft.com/azure/api-management/include-fragment-policy',
  *check(root, _document, { service }) {
    if (!service) return;
    for (const { element } of walk(root)) {
      if (element.name !== 'include-fragment') continue;
      const id = attribute(element, 'fragment-id');
      if (!id || service.fragments.has(id.value.text.trim())) continue;
      const known = [...service.fragments.keys()];
      yield {
        offset: id.value.span.start,
        element,
        message: `There is no policy fragment '${id.value.text}'; ${known.length === 0 ? 'the service has none' : `there are ${known.join(', ')}`}.`,
      };
    }
  },
};
