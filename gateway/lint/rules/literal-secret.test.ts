import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('literal-secret', () => {
  // Put together here, so that the file itself holds nothing that looks like a credential.
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(48)))
    .toString('base64')
    .replace(/[+/]/g, 'A');
  const header = (name: string, value: string) =>
    inbound(`<set-header name="${name}"><value>${value}</value></set-header>`);

  it.each([
    ['a header', header('x-functions-key', random)],
    ['a bearer token', header('Authorization', `Bearer ${random}`)],
    ['a query parameter', inbound(`<set-query-parameter name="code"><value>${random}</value></set-query-parameter>`)],
    [
      'a signing key',
      inbound(`<validate-jwt><issuer-signing-keys><key>${random}</key></issuer-signing-keys></validate-jwt>`),
    ],
    ['a password', inbound(`<authentication-basic username="u" password="${random}" />`)],
    ['a form in an expression', inbound(`<set-body>@("grant_type=x&amp;client_secret=${random}")</set-body>`)],
    ['a connection string in a comment', inbound(`<!-- AccountKey=${random}== -->`)],
  ])('finds one in %s, and does not repeat it', (_, policy) => {
    const findings = found('literal-secret', policy);
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(random.slice(0, 8));
  });

  it.each([
    header('x-functions-key', '{{function-key}}'),
    header('Authorization', '@("Bearer " + (string)context.Variables["t"])'),
    header('api-key', 'your-key-here'),
    header('api-key', '&lt;key&gt;'),
    header('x-other', 'abcdefgh12345678'),
    inbound('<set-body>@($"client_secret={System.Uri.EscapeDataString("{{secret}}")}")</set-body>'),
  ])('accepts %s', (policy) => {
    const namedValues = ['function-key', 'secret'].map((name) => ({ name, value: `v${name}1234567890`, secret: true }));
    expect(found('literal-secret', policy, { service: { namedValues } })).toEqual([]);
  });
});
