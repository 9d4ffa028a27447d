import { describe, expect, it } from 'vitest';
import { createWorld, gatewayRequest, login } from '../testing/world.ts';
import { aadsts, anyAadsts } from './aadsts-error.ts';
import { entryOf, registry } from './registry.ts';

const codes = Object.keys(registry).map(Number);

describe('the registry', () => {
  it.each(codes)('AADSTS%i is served by fault injection with every member in agreement', async (code) => {
    const world = createWorld();
    world.entra.control.fault({ endpoint: 'token', effect: { kind: 'error', code } });
    const { status, body, headers } = await world.token({});
    const entry = entryOf(code);
    expect(body).toMatchObject({ error: entry?.error, error_codes: [code] });
    expect(body.error_description.startsWith(`AADSTS${code}: ${entry?.text}`)).toBe(true);
    expect(body.error_uri).toBe(entry?.lookup === false ? undefined : `${login}/error?code=${code}`);
    expect(body.suberror).toBe(entry?.suberror);
    expect(status).toBe(entry?.status ?? (entry?.error === 'invalid_client' ? 401 : 400));
    expect(headers.get('x-ms-clitelem')).toBe(`1,${code},0,,`);
  });

  it.each(codes)('AADSTS%i names trace, correlation and time alike in text, members and headers', async (code) => {
    const asked = '0f8fad5b-d9cb-469f-a165-70867728950e';
    for (const [errorSeparator, gap] of [
      ['space', ' '],
      ['crlf', '\r\n'],
    ] as const) {
      const world = createWorld({ switches: { errorSeparator } });
      const claims = '{"access_token":{"nbf":{"essential":true}}}';
      world.entra.control.fault({ endpoint: 'token', effect: { kind: 'error', code, claims } });
      for (const version of [1, 2] as const) {
        const { body, headers } = await world.token({}, { version, query: `?client-request-id=${asked}` });
        const { trace_id: trace, correlation_id: correlation, timestamp } = body;
        const marks = [`Trace ID: ${trace}`, `Correlation ID: ${correlation}`, `Timestamp: ${timestamp}`];
        expect(body.error_description.endsWith([``, ...marks].join(gap))).toBe(true);
        expect([correlation, headers.get('client-request-id')]).toEqual([asked, asked]);
        expect(headers.get('x-ms-request-id')).toBe(trace);
        expect(timestamp).toBe('2026-11-22 12:00:00Z');
        expect([Object.keys(body).at(-1), body.claims]).toEqual(['claims', claims]);
      }
    }
  });

  it('has texts of one sentence line, without leftovers of a template', () => {
    for (const code of codes) {
      const { text } = entryOf(code) ?? { text: '' };
      expect(text, String(code)).not.toMatch(/\$\{|\n|undefined/);
      expect(text.replace(/\{\w+\}/g, ''), String(code)).not.toMatch(/[{}]/);
    }
  });
});

describe('texts', () => {
  it('take values, cut long ones, and drop line breaks', () => {
    expect(aadsts(900144, { parameter: 'scope' }).message).toBe(
      "AADSTS900144: The request body must contain the following parameter: 'scope'.",
    );
    const long = aadsts(70011, { scope: `${'x'.repeat(5000)}` }).text;
    expect(long.length).toBeLessThan(600);
    expect(aadsts(70011, { scope: 'a\r\nb' }).text).toContain('a  b');
    expect(aadsts(70011, { scope: '{scope} $& $1' }).text).toContain('{scope} $& $1');
  });

  it('of numbers that are not registered are neutral, without a look-up address', () => {
    const error = anyAadsts(123_456, {}, { error: 'interaction_required' });
    expect([error.errorName(2), error.status, error.entry.lookup]).toEqual(['interaction_required', 400, false]);
  });
});

it('rows give way to the switch, in JSON and in redirects, and a fault that says more comes first', async () => {
  const world = createWorld({
    switches: { errors: { 70011: { error: 'invalid_request', suberror: 'x', status: 403 } } },
  });
  const { control } = world.entra;
  control.fault({ endpoint: 'token', effect: { kind: 'error', code: 70011 }, times: 1 });
  const { status, body } = await world.token({});
  expect([status, body.error, body.suberror, body.error_codes]).toEqual([403, 'invalid_request', 'x', [70011]]);
  control.fault({ endpoint: 'token', effect: { kind: 'error', code: 70011, error: 'mine', status: 418 }, times: 1 });
  const told = await world.token({});
  expect([told.status, told.body.error, told.body.suberror]).toEqual([418, 'mine', 'x']);
  const page = await world.browser().open(world.authorizeUrl(gatewayRequest(world, { scope: 'openid a/' })));
  expect(page.left?.searchParams.get('error')).toBe('invalid_request');
});
