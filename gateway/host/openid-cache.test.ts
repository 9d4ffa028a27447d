import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ExchangeError, type HttpClient } from '../policies/services.ts';
import { OpenIdCache } from './openid-cache.ts';

const minute = 60_000;
const url = 'https://issuer.example/.well-known/openid-configuration';

/** An issuer that counts how often its keys are asked for and can be down. */
function issuer() {
  const state = { asked: 0, fetches: 0, down: false, kid: 'k1', more: 0, now: 0 };
  const client: HttpClient = {
    send: (request) => {
      state.asked++;
      if (state.down) return Promise.reject(new ExchangeError('connection', 'no answer'));
      const keys = request.url.endsWith('/keys');
      if (keys) state.fetches++;
      const more = Array.from({ length: state.more }, (_, index) => ({ kty: 'RSA', kid: `more-${index}` }));
      const json = keys
        ? { keys: [{ kty: 'RSA', kid: state.kid }, 'noise', { kid: 'no kty' }, ...more] }
        : { issuer: 'https://issuer.example/', jwks_uri: 'https://issuer.example/keys' };
      const body = Readable.from([Buffer.from(JSON.stringify(json))]);
      return Promise.resolve({ status: 200, reason: 'OK', headers: [], body });
    },
  };
  return { state, cache: new OpenIdCache(client, () => state.now) };
}

describe('semantic 20: the cache of OpenID configurations', () => {
  test('keeps a configuration for an hour', async () => {
    const { state, cache } = issuer();
    expect(await cache.configuration(url, false)).toEqual({
      issuer: 'https://issuer.example/',
      keys: [{ kty: 'RSA', kid: 'k1' }],
    });
    state.now = 59 * minute;
    await cache.configuration(url, false);
    expect(state.fetches).toBe(1);
    state.now = 60 * minute;
    await cache.configuration(url, false);
    expect(state.fetches).toBe(2);
  });

  test('asks again for an unknown key, at most every five minutes', async () => {
    const { state, cache } = issuer();
    await cache.configuration(url, false);
    state.now = 4 * minute;
    state.kid = 'k2';
    expect((await cache.configuration(url, true)).keys[0]?.kid).toBe('k1');
    state.now = 5 * minute;
    expect((await cache.configuration(url, true)).keys[0]?.kid).toBe('k2');
    expect(state.fetches).toBe(2);
  });

  test('a failure is remembered for five minutes', async () => {
    const { state, cache } = issuer();
    state.down = true;
    await expect(cache.configuration(url, false)).rejects.toThrow('no answer');
    state.down = false;
    await expect(cache.configuration(url, false)).rejects.toThrow('no answer');
    state.now = 5 * minute;
    expect((await cache.configuration(url, false)).keys).toHaveLength(1);
  });

  test('what was known stays usable while the issuer is down', async () => {
    const { state, cache } = issuer();
    await cache.configuration(url, false);
    state.down = true;
    state.now = 61 * minute;
    expect((await cache.configuration(url, false)).keys).toHaveLength(1);
  });

  test('requests at the same time share one fetch', async () => {
    const { state, cache } = issuer();
    await Promise.all([cache.configuration(url, false), cache.configuration(url, false)]);
    expect(state.fetches).toBe(1);
  });

  test('of a key set without end the first 200 are kept', async () => {
    const { state, cache } = issuer();
    state.more = 250;
    const { keys } = await cache.configuration(url, false);
    // two of the 200 are no keys
    expect([keys.length, keys.at(-1)?.kid]).toEqual([198, 'more-196']);
  });

  test('of addresses without end the first 1000 are remembered, and then all are forgotten', async () => {
    const { state, cache } = issuer();
    state.down = true;
    const ask = (path: number) => cache.configuration(`${url}/${path}`, false).catch(() => undefined);
    for (let path = 0; path < 1000; path++) await ask(path);
    await ask(0);
    expect(state.asked).toBe(1000);
    await ask(1000);
    await ask(0);
    expect(state.asked).toBe(1002);
  });

  test('a failure that a success followed is forgotten', async () => {
    const { state, cache } = issuer();
    state.down = true;
    await expect(cache.configuration(url, false)).rejects.toThrow('no answer');
    state.now = 5 * minute;
    state.down = false;
    await cache.configuration(url, false);
    state.now = 9 * minute;
    expect((await cache.configuration(url, true)).keys).toHaveLength(1);
    state.down = true;
    state.now = 70 * minute;
    expect((await cache.configuration(url, false)).keys).toHaveLength(1);
  });
});
