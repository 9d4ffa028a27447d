/**
 * Every place that raises an AADSTS number is run by a scenario whose answer is held to that number and to its row, so that
 * no number can change unseen; and every row that no place raises has a reason to wait for fault injection.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '../testing/reached/credentials.ts';
import { grants } from '../testing/reached/grants.ts';
import { people } from '../testing/reached/people.ts';
import { requests } from '../testing/reached/requests.ts';
import { run } from '../testing/reached/scenario.ts';
import { AadstsError } from './aadsts-error.ts';
import { registry } from './registry.ts';

const scenarios = [...requests, ...credentials, ...grants, ...people];

const root = new URL('../', import.meta.url);

/** `file:line:column` of every call of `aadsts`. */
function places(): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(errors|testing)\//.test(name));
  return files.flatMap((file) =>
    readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        /^\s*(\*|\/\/|\/\*)/.test(line)
          ? []
          : [...line.matchAll(/\baadsts\(/g)].map((call) => `${file}:${index + 1}:${call.index + 1}`),
      ),
  );
}

/** The caller of `aadsts` in a stack, in the form of `places`. */
function place(stack: string): string | undefined {
  const frames = stack.split('\n').map((line) => line.trim());
  const caller = frames[frames.findIndex((frame) => frame.startsWith('at aadsts ')) + 1] ?? '';
  return /mock-entra[\\/](\S+?:\d+:\d+)\)?$/.exec(caller)?.[1]?.replaceAll('\\', '/');
}

/** Rows that no request leads to here, each with the reason; `registry.test.ts` serves every one by fault injection. */
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

describe('every AADSTS number', () => {
  /** Where the answers of scenarios came from: what was raised last. */
  const reached = new Set<string | undefined>();
  let last: string | undefined;

  // endpoints catch what rules raise; an error says its name while it is made, and its stack says where
  beforeAll(() => {
    Object.defineProperty(AadstsError.prototype, 'name', {
      configurable: true,
      set(this: AadstsError, value: string) {
        Object.defineProperty(this, 'name', { value, configurable: true, writable: true });
        // an error under another name is a copy, made elsewhere
        last = place(this.stack ?? '') ?? last;
      },
    });
  });
  afterAll(() => {
    Reflect.deleteProperty(AadstsError.prototype, 'name');
  });

  it.each(scenarios)('AADSTS$code: $when', async (scenario) => {
    await run(scenario);
    reached.add(last);
  });

  it('is answered by a scenario from wherever it is raised', () => {
    const all = places();
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((each) => !reached.has(each))).toEqual([]);
  });

  it('that no request leads to has a reason to be there for fault injection alone', () => {
    const codes = new Set(scenarios.map(({ code }) => code));
    const others = Object.keys(registry)
      .map(Number)
      .filter((code) => !codes.has(code));
    expect(others).toEqual(Object.keys(injected).map(Number));
  });
});
