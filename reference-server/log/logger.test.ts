import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(fields: Record<string, string | number | undefined>): Record<string, unknown> {
  let line = '';
  createLogger(
    (text) => {
      line += text;
    },
    () => 0,
  )('event', fields);
  expect(line).toMatch(/^[^\n]+\n$/);
  return JSON.parse(line) as Record<string, unknown>;
}

describe('a log line', () => {
  it('is one line of JSON with time and event', () => {
    expect(logged({ a: 'x\ny', b: 1, c: undefined })).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      event: 'event',
      a: 'x\ny',
      b: 1,
    });
  });

  it('hides what looks like a token or a key, wherever it stands', () => {
    const jws = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJhIn0', randomBytes(256).toString('base64url')].join('.');
    const opaque = randomBytes(64).toString('base64');
    for (const secret of [jws, opaque, opaque.slice(0, 64)]) {
      expect(logged({ path: `/mcp/${secret}/x` }).path).not.toContain(secret.slice(0, 40));
    }
    expect(logged({ a: 'Bearer short' }).a).toBe('[redacted]');
    expect(logged({ a: '0c8a3ad2-4c0e-4a53-9f6e-5b5f0f6f8d11' }).a).toBe('0c8a3ad2-4c0e-4a53-9f6e-5b5f0f6f8d11');
  });

  it('cuts long values', () => {
    expect(String(logged({ a: 'a '.repeat(1000) }).a)).toHaveLength(203);
  });
});
