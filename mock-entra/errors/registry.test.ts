import { describe, expect, it } from 'vitest';
import { createWorld, login } from '../testing/world.ts';
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
