import { expect, it } from 'vitest';
import type { Deployment } from '../deployment.ts';
import { runChecks } from '../run/run-checks.ts';
import { applicationFlow } from './application-flow.ts';

const refuse = () => Promise.reject(new Error('there is no metadata'));
const people: Deployment = {
  topology: 'client-credentials',
  target: 'emulated',
  url: 'https://gateway.example/mcp',
  users: [{ name: 'ana@example.com' }],
  clients: ['sdk-v1'],
  redirectUri: 'http://127.0.0.1:1/callback',
  http: refuse,
  stream: refuse,
  browser: () => ({ travel: refuse }),
  connect: refuse,
};

it('judges no application where only people call', async () => {
  const { results } = await runChecks(people, [applicationFlow]);
  expect(results).toMatchObject([
    { outcome: 'not testable', reason: 'the target names no application that calls in its own name' },
  ]);
});

it('fails where an application cannot connect', async () => {
  const application = { clientId: 'a', token: async () => 'token' };
  const { results } = await runChecks({ ...people, application }, [applicationFlow]);
  expect(results).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('sdk-v1 cannot connect') }]);
});
