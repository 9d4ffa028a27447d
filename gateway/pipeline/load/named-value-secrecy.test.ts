import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { underTest } from '../../testing/under-test.ts';
import { PolicyLoadError } from './policy-issue.ts';

/** The text of every problem that loading `inbound` gives. */
async function problemsOf(inbound: string, secret: string): Promise<string> {
  try {
    const under = await underTest({
      policy: { inbound },
      model: { namedValues: [{ name: 'secret', value: secret, secret: true }] },
    });
    await under.close();
  } catch (error) {
    if (error instanceof PolicyLoadError)
      return [error.message, ...error.problems.map(({ message }) => message)].join('\n');
    throw error;
  }
  return '';
}

test.each([
  ['an expression', '<set-variable name="x" value="@({{secret}})" />'],
  ['a literal of another kind', '<set-status code="{{secret}}" />'],
])('a secret that makes %s invalid is not repeated in the problem', async (_what, inbound) => {
  const secret = `k${randomBytes(12).toString('hex')}`;
  const text = await problemsOf(inbound, secret);
  expect(text).toMatch(/named value/);
  expect(text).not.toContain(secret);
});
