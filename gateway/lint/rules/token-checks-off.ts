import { attribute } from '../../document/tree.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

const switches: Readonly<Record<string, string>> = {
  'require-signed-tokens': 'unsigned tokens are accepted',
  'require-expiration-time': 'tokens without expiry are accepted',
};

/** `validate-jwt` with its protections turned off. */
export const tokenChecksOff: Rule = {
  id: 'token-checks-off',
  title: 'validate-jwt demands signed tokens that expire',
  severity: 'error',
  help: 'Leave require-signed-tokens and require-expiration-time at their default, true.',
  see: 'https://learn.microsoft.com/azure/api-management/validate-jwt-policy#attributes',
  *check(root) {
    for (const { element } of walk(root)) {
      if (element.name !== 'validate-jwt') continue;
      for (const [name, consequence] of Object.entries(switches)) {
        const found = attribute(element, name);
        if (found?.value.text.trim().toLowerCase() !== 'false') continue;
        yield { offset: found.nameSpan.start, element, message: `'${name}' is false: ${consequence}.` };
      }
    }
  },
};
