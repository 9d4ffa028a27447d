import { attribute, childElements, textValue } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

/** CORS that lets every site act with the user's cookies. */
export const anyOriginWithCredentials: Rule = {
  id: 'any-origin-with-credentials',
  title: 'CORS with credentials names its origins',
  severity: 'warning',
  help: 'Browsers refuse the combination, and gateways that answer it by echoing the origin open the API to every site. List the origins, or leave out allow-credentials.',
  see: 'https://learn.microsoft.com/azure/api-management/cors-policy',
  *check(root) {
    for (const { element } of walk(root)) {
      if (element.name !== 'cors') continue;
      if (attribute(element, 'allow-credentials')?.value.text.trim().toLowerCase() !== 'true') continue;
      const origins = childElements(element, 'allowed-origins').flatMap((list) => childElements(list, 'origin'));
      const any = origins.find((origin) => textValue(origin).text.trim() === '*');
      if (any) yield { offset: any.nameSpan.start, element, message: "allow-credentials is true for the origin '*'." };
    }
  },
};
