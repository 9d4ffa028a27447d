/** The `required-claims` child of the token policies. */
import type { Run } from '../policy.ts';
import { type ChildSchema, defaulted, oneOf, optional, type Read, required, text } from '../schema.ts';
import type { Claims } from './claims.ts';
import { JwtFailure } from './jwt-failure.ts';

export const requiredClaims = {
  occurs: '?',
  children: {
    claim: {
      occurs: '+',
      attributes: {
        name: required(text, { expressions: false }),
        match: defaulted(oneOf('all', 'any'), 'all'),
        separator: optional(text, { expressions: false }),
      },
      children: { value: { text: required(text) } },
    },
  },
} as const satisfies ChildSchema;

/**
 * Every claim has to be there; with values listed it has to have all of them, or any.
 * @throws JwtFailure TokenClaimNotFound, TokenClaimValueNotAllowed
 */
export async function checkRequiredClaims(
  run: Run,
  sections: readonly Read<typeof requiredClaims>[],
  claims: Claims,
): Promise<void> {
  const rules = sections.flatMap((section) => section.children.claim);
  const missing: string[] = [];
  for (const rule of rules) {
    const name = await rule.attributes.name.get(run);
    if (!claims.has(name)) missing.push(name);
  }
  if (missing.length > 0) {
    throw new JwtFailure(
      'TokenClaimNotFound',
      `JWT token is missing the following claims: ${missing.join(', ')}. Access denied.`,
    );
  }
  for (const rule of rules) {
    const name = await rule.attributes.name.get(run);
    const separator = await rule.attributes.separator?.get(run);
    const actual = (claims.get(name) ?? []).flatMap((value) =>
      separator === undefined || separator === '' ? [value] : value.split(separator),
    );
    const expected: string[] = [];
    for (const value of rule.children.value) expected.push(await value.text.get(run));
    if (expected.length === 0) continue;
    const match = await rule.attributes.match.get(run);
    const holds = (value: string): boolean => actual.includes(value);
    if (match === 'any' ? expected.some(holds) : expected.every(holds)) continue;
    throw new JwtFailure(
      'TokenClaimValueNotAllowed',
      `Claim ${name} value of ${actual.join(',')} is not allowed. Access denied.`,
    );
  }
}
