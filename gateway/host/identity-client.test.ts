import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { HttpClient, OutgoingRequest } from '../policies/services.ts';
import { IdentityClient } from './identity-client.ts';

function endpoint(answer: (call: number) => { status: number; json: unknown }) {
  const requests: OutgoingRequest[] = [];
  const client: HttpClient = {
    send: (request) => {
      const { status, json } = answer(requests.push(request));
      const body = Readable.from([Buffer.from(JSON.stringify(json))]);
      return Promise.resolve({ status, reason: '', headers: [], body });
    },
  };
  return { client, requests };
}

const { signal } = new AbortController();
const where = { endpoint: 'http://127.0.0.1:1/msi/token', header: randomUUID() };

describe('semantic 19: tokens of the managed identity', () => {
  test('asks as App Service prescribes and caches until the token expires', async () => {
    let now = 0;
    const { client, requests } = endpoint((call) => ({
      status: 200,
      json: { access_token: `t${call}`, expires_on: '3600' },
    }));
    const issued: string[] = [];
    const identity = new IdentityClient(
      client,
      where,
      () => now,
      (token, resource) => issued.push(`${token} for ${resource}`),
    );
    expect((await identity.token('api://x', 'client', signal)).accessToken).toBe('t1');
    expect((await identity.token('api://x', 'client', signal)).accessToken).toBe('t1');
    now = 3_600_000;
    expect((await identity.token('api://x', 'client', signal)).accessToken).toBe('t2');
    expect(issued).toEqual(['t1 for api://x', 't2 for api://x']);
    const url = new URL(requests[0]?.url ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      resource: 'api://x',
      'api-version': '2019-08-01',
      client_id: 'client',
    });
    expect(requests[0]?.headers).toEqual(expect.arrayContaining(['X-IDENTITY-HEADER', where.header]));
  });

  test('resources and identities do not share tokens', async () => {
    const { client } = endpoint((call) => ({ status: 200, json: { access_token: `t${call}`, expires_on: 3600 } }));
    const identity = new IdentityClient(
      client,
      where,
      () => 0,
      () => {},
    );
    const tokens = [
      await identity.token('a', undefined, signal),
      await identity.token('b', undefined, signal),
      await identity.token('a', 'c', signal),
    ];
    expect(new Set(tokens.map((token) => token.accessToken)).size).toBe(3);
  });

  test('a refusal is told without what was answered', async () => {
    const { client } = endpoint(() => ({ status: 400, json: { statusCode: 400, message: 'Unknown identity.' } }));
    const identity = new IdentityClient(
      client,
      where,
      () => 0,
      () => {},
    );
    await expect(identity.token('a', undefined, signal)).rejects.toThrow(
      'The identity endpoint answered 400: Unknown identity.',
    );
  });

  test('no identity is an error of its own', async () => {
    const { client } = endpoint(() => ({ status: 200, json: {} }));
    await expect(
      new IdentityClient(
        client,
        undefined,
        () => 0,
        () => {},
      ).token('a', undefined, signal),
    ).rejects.toThrow('has no managed identity');
  });
});

test('a token is not used in its last minute, and one that names no time at all is used once', async () => {
  for (const [expires, secondAt] of [
    ['3600', 3_540_001],
    ['0', 0],
    ['soon', 0],
  ] as const) {
    let now = 0;
    const { client } = endpoint((call) => ({ status: 200, json: { access_token: `t${call}`, expires_on: expires } }));
    const identity = new IdentityClient(
      client,
      where,
      () => now,
      () => {},
    );
    await identity.token('api://x', undefined, signal);
    now = secondAt;
    expect((await identity.token('api://x', undefined, signal)).accessToken).toBe('t2');
  }
});
