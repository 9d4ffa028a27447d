/**
 * The runtime semantics that decide whether a policy does here what it does in Azure, by number. Each has tests of its
 * own, named `semantic N: …`, beside what implements it; this holds the list together.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSwitches } from '../switches.ts';

const semantics: Readonly<Record<number, string>> = {
  1: 'named values are put in as text when a policy is loaded',
  2: 'set-variable keeps .NET types',
  3: 'variables that were never set',
  4: 'the value cache',
  5: 'headers: look-up, several values, which lines are joined',
  6: 'Url changes, OriginalUrl does not',
  7: 'bodies are read once',
  8: 'JSON as Newtonsoft writes and converts it',
  9: 'the effective policy and base',
  10: 'an empty backend section',
  11: 'a backend is called although its answer is thrown away',
  12: 'return-response',
  13: 'choose',
  14: 'on-error and LastError',
  15: 'retry',
  16: 'wait',
  17: 'send-request and send-one-way-request',
  18: 'fragments',
  19: 'tokens of the managed identity, and of connections',
  20: 'validate-jwt',
  21: 'validate-azure-ad-token',
  22: 'rate limits and quotas',
  23: 'cors and check-header',
  24: 'exceptions of expressions',
  25: 'response buffering and event streams',
  26: 'reading the body of an event stream',
  27: 'MCP servers as APIs',
};

const gateway = path.resolve(import.meta.dirname, '..');
const sources = globSync('**/*.test.ts', { cwd: gateway }).map((file) =>
  readFileSync(path.join(gateway, file), 'utf8'),
);

describe('the runtime semantics', () => {
  test.each(Object.entries(semantics))('semantic %s (%s) has tests under its number', (number) => {
    expect(sources.some((source) => source.includes(`describe('semantic ${number}: `))).toBe(true);
  });

  test('no other number is used', () => {
    const used = sources.flatMap((source) =>
      [...source.matchAll(/describe\('semantic (\d+): /g)].map(([, number]) => number),
    );
    expect([...new Set(used)].filter((number) => !(Number(number) in semantics))).toEqual([]);
  });
});

describe('the switches', () => {
  test.each(Object.keys(defaultSwitches))('%s is set to another value than its default by a test', (name) => {
    const setting = `${/^\w+$/.test(name) ? name : `'${name}'`}: `;
    expect(sources.some((source) => source.includes('switches') && source.includes(setting))).toBe(true);
  });
});
