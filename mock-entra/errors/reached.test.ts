/** Which numbers rules raise, which of those tests reach, and why the others have none: they wait for fault injection. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from './registry.ts';

const root = new URL('../', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !/^(errors|testing)\//.test(name));

/** Registered numbers that stand in files of a kind. */
function named(kind: (file: string) => boolean): Set<number> {
  const found = new Set<number>();
  for (const file of sources.filter(kind)) {
    // comments may name a number without reaching it; underscores are only for reading
    const text = readFileSync(new URL(file, root), 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
      .replace(/(\d)_(?=\d)/g, '$1');
    for (const [digits] of text.matchAll(/(?<![\w.])(?:AADSTS)?\d{5,7}(?!\w)/g)) {
      const number = Number(digits.replace('AADSTS', ''));
      if (number in registry) found.add(number);
    }
  }
  return found;
}

const isTest = (file: string): boolean => file.endsWith('.test.ts');
const raised = named((file) => !isTest(file));
const tested = named(isTest);

/** Numbers that no request leads to here, each with the reason; `registry.test.ts` serves every one by fault injection. */
const injected: Readonly<Record<number, string>> = {
  28003: 'an empty scope at redemption takes the scope of the code here, as it does there for most clients',
  50001: 'the older number of 500011',
  50074: 'the number of 50076 where the tenant, not a policy, demands the second factor: there are policies only',
  50196: 'counts requests of one client over minutes: a test harness must not be throttled by surprise',
  70019: 'the older number of 70020',
  70043: 'sign-in frequency is no part of the policies here',
  70044: 'sign-in frequency is no part of the policies here',
  90033: 'a failure of the service itself',
  90055: 'throttling by tenant: a test harness must not be throttled by surprise',
  530032: 'one number, 53003, stands for what policies block',
  530035: 'security defaults are no part of the directory',
  700222: 'what tokens of Entra itself are refused with has numbers of its own by now',
};

describe('every registered number', () => {
  it('that a rule raises is reached by a test', () => {
    expect([...raised].filter((number) => !tested.has(number))).toEqual([]);
  });

  it('that no rule raises has a reason to be there for fault injection alone', () => {
    const unraised = Object.keys(registry)
      .map(Number)
      .filter((number) => !raised.has(number));
    expect(unraised).toEqual(Object.keys(injected).map(Number));
  });
});
