import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { bearerToken } from './bearer-token.ts';

const of = (...values: string[]): string =>
  bearerToken({ headersDistinct: values.length > 0 ? { authorization: values } : {} } as unknown as IncomingMessage);

it.each(['Bearer t', 'bearer t', 'BEARER  t', ' Bearer t '])('%j brings a token', (value) => {
  expect(of(value)).toBe('t');
});

it.each(['', 'Bearer', 'Bearer ', 't', 'Basic t', 'Bearer t u', 'Bearertoken', 'Bearer\tt'])(
  '%j brings none',
  (value) => {
    expect(() => of(value)).toThrow(expect.objectContaining({ status: 401, reason: 'missing' }));
  },
);

it('no header brings none, and two are refused', () => {
  expect(() => of()).toThrow(expect.objectContaining({ status: 401 }));
  expect(() => of('Bearer t', 'Bearer t')).toThrow(expect.objectContaining({ status: 400, error: 'invalid_request' }));
});
