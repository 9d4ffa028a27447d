import { expect, test } from 'vitest';
import { CheckFailure } from '../check.ts';
import type { Exchange } from '../deployment.ts';
import { jsonBody } from './json-body.ts';

const answer = (body: string): Exchange => ({
  id: '1',
  method: 'GET',
  url: 'https://gateway.example/x',
  requestHeaders: [],
  requestBody: '',
  status: 200,
  headers: [],
  body,
});

test('an object is given as it is', () => {
  expect(jsonBody(answer('{"a":1}'))).toEqual({ a: 1 });
});

test.each(['', '<html>', '[]', 'null', '"text"'])('%j in its place fails the check, and names the place', (body) => {
  expect(() => jsonBody(answer(body))).toThrow(CheckFailure);
  expect(() => jsonBody(answer(body))).toThrow('https://gateway.example/x does not answer with JSON');
});
