import { attribute, childElements, type PolicyElement, textValue } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

/** Whether a token policy says whom the token must be for, by its own child or as a required claim. */
function namesAudience(element: PolicyElement): boolean {
  const listed = childElements(element, 'audiences').flatMap((list) => childElements(list, 'audience'));
  if (listed.some((audience) => textValue(audience).text.trim() !== '')) return true;
  return childElements(element, 'required-claims')
    .flatMap((claims) => childElements(claims, 'claim'))
    .some((claim) => attribute(claim, 'name')?.value.text.trim() === 'aud' && childElements(claim, 'value').length > 0);
}

/** Tokens that were issued for somebody else are let in: RFC 9068 section 4, RFC 8725 section 3.9. */
export const missingAudience: Rule = {
  id: 'missing-audience',
  title: 'A policy that validates tokens names the audience they must be for',
  severity: 'warning',
  help: 'Without an audience any token of the tenant is accepted, also one that was issued for another API such as Microsoft Graph. List the application id URI or client id of the protected API under <audiences>.',
  see: 'https://www.rfc-editor.org/rfc/rfc8725#section-3.9',
  *check(root) {
    for (const { element } of walk(root)) {
      if (element.name !== 'validate-jwt' && element.name !== 'validate-azure-ad-token') continue;
      if (namesAudience(element)) continue;
      yield {
        offset: element.nameSpan.start,
        element,
        message: `'${element.name}' names no audience: tokens issued for any other API are accepted.`,
      };
    }
  },
};
