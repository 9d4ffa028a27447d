import { attribute, childElements, type PolicyElement } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

function setsChallenge(element: PolicyElement): boolean {
  if (element.name !== 'set-header') return false;
  return (
    attribute(element, 'name')?.value.text.trim().toLowerCase() === 'www-authenticate' &&
    attribute(element, 'exists-action')?.value.text.trim().toLowerCase() !== 'delete'
  );
}

/** A challenge that is set on the message and then thrown away by return-response. */
export const lostChallenge: Rule = {
  id: 'lost-challenge',
  title: 'A WWW-Authenticate challenge reaches the client',
  severity: 'warning',
  help: 'return-response begins with an empty response of its own: headers set on the message before it are not part of the answer. Move the set-header into return-response.',
  see: 'https://learn.microsoft.com/azure/api-management/return-response-policy',
  *check(root) {
    for (const { element: parent } of walk(root)) {
      let set: PolicyElement | undefined;
      for (const element of childElements(parent)) {
        if (setsChallenge(element)) set = element;
        if (element.name !== 'return-response' || !set) continue;
        if (attribute(element, 'response-variable-name') || childElements(element).some(setsChallenge)) continue;
        yield {
          offset: set.nameSpan.start,
          element: set,
          message: "'WWW-Authenticate' is set outside the return-response that follows, whose answer does not have it.",
        };
        set = undefined;
      }
    }
  },
};
