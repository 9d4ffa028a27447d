import { attribute, type PolicyElement, textValue } from '../../document/tree.ts';
import type { Found, Rule } from '../rule.ts';
import { walk } from '../walk.ts';

/** Texts that carry a credential wherever they stand, comments and expressions included. The group is the secret. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a client secret', pattern: /\bclient_secret=([A-Za-z0-9~._%+/-]{8,})/g },
  { what: 'a storage account key', pattern: /\bAccountKey=([A-Za-z0-9+/]{40,}={0,2})/g },
  { what: 'a shared access key', pattern: /\bSharedAccessKey=([A-Za-z0-9+/]{30,}={0,2})/g },
  { what: 'a shared access signature', pattern: /[?&;]sig=([A-Za-z0-9%+/]{30,})/g },
  { what: 'a token', pattern: /\b(eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})/g },
  { what: 'a private key', pattern: /(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)/g },
  { what: 'a bearer token', pattern: /\bBearer ([A-Za-z0-9._~+/-]{24,})/g },
  { what: 'a password', pattern: /\bBasic ([A-Za-z0-9+/]{12,}={0,2})(?![\w.])/g },
];

/** Headers and query parameters whose literal value is a credential. */
const secretHeaders =
  /^(?:authorization|proxy-authorization|ocp-apim-subscription-key|x-functions-key|(?:x-)?api-key)$/i;
const secretParameters = /^(?:code|sig|key|api-key|subscription-key|client_secret)$/i;

/** Values that stand for one: `<your key>`, `xxxx`, `{key}`, and words without the look of a key. */
const placeholder = /[<>{}[\]…*]|^(?:your|my|the|some|enter|insert|example|dummy|placeholder)\b|^(.)\1*$|^[a-z -]*$/i;

function* literals(root: PolicyElement): Generator<Found> {
  for (const { element } of walk(root)) {
    const name = attribute(element, 'name')?.value.text.trim() ?? '';
    const isHeader = element.name === 'set-header' && secretHeaders.test(name);
    const isParameter = element.name === 'set-query-parameter' && secretParameters.test(name);
    const found: { readonly offset: number; readonly text: string; readonly where: string }[] = [];
    if (isHeader || isParameter) {
      for (const child of element.children) {
        if (child.kind !== 'element' || child.name !== 'value') continue;
        const value = textValue(child);
        const text = value.text.trim().replace(/^(?:Bearer|Basic) /, '');
        if (!value.expression) found.push({ offset: value.span.start, text, where: `${element.name} '${name}'` });
      }
    }
    if (
      element.name === 'key' &&
      !element.attributes.some(({ name }) => name.endsWith('certificate-id') || name === 'n')
    ) {
      const value = textValue(element);
      if (!value.expression) found.push({ offset: value.span.start, text: value.text.trim(), where: "'key'" });
    }
    const password = element.name === 'authentication-basic' ? attribute(element, 'password') : undefined;
    if (password && !password.value.expression) {
      found.push({ offset: password.value.span.start, text: password.value.text.trim(), where: "'password'" });
    }
    for (const { offset, text, where } of found) {
      if (text.length < 8 || placeholder.test(text)) continue;
      yield { offset, element, message: `The value of ${where} is written into the policy.` };
    }
  }
}

/** Credentials in policy text, where everybody who can read the policy or its repository has them. */
export const literalSecret: Rule = {
  id: 'literal-secret',
  title: 'Policies hold no credentials',
  severity: 'error',
  help: 'Put the value into a secret named value (backed by Key Vault) and write {{name}}, or use a managed identity. Consider a value that was ever committed as known to others.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-howto-properties',
  *check(root, document) {
    const text = document.source.text;
    const offsets = new Set<number>();
    for (const { what, pattern } of shapes) {
      for (const match of text.matchAll(pattern)) {
        const secret = match[1] ?? '';
        if (placeholder.test(secret)) continue;
        const offset = match.index + match[0].length - secret.length;
        offsets.add(offset);
        yield { offset, message: `The policy holds ${what}.` };
      }
    }
    for (const found of literals(root)) {
      // Named values stand in the tree as their content, and in the file as references.
      const written = text.slice(found.offset, text.indexOf('<', found.offset));
      const covered = [...offsets].some((offset) => offset >= found.offset && offset < found.offset + written.length);
      if (!covered && !written.includes('{{')) yield found;
    }
  },
};
