import { describe, expect, it } from 'vitest';
import { headerOf, plainAnswer, plainParts, realResponse } from './plain-answer.ts';

const parts = { status: 418, headers: { 'content-type': 'application/json', 'x-a': 'b' }, text: '{"a":1}' };

describe('a plain answer', () => {
  it('is written from its parts as long as nobody asked for more', () => {
    const answer = plainAnswer(parts);
    expect(answer.status).toBe(418);
    expect(headerOf(answer, 'x-a')).toBe('b');
    expect(headerOf(answer, 'x-b')).toBeUndefined();
    expect(plainParts(answer)).toBe(parts);
    answer.headers.set('x-a', 'c');
    expect(plainParts(answer)).toBeUndefined();
    expect(headerOf(answer, 'x-a')).toBe('c');
  });

  it('is a Response to callers outside', async () => {
    const answer = realResponse(plainAnswer(parts));
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.headers.get('x-a'), await answer.json()]).toEqual([418, 'b', { a: 1 }]);
    const other = new Response('x');
    expect(realResponse(other)).toBe(other);
  });

  it('may have a header several times, and no body', () => {
    const answer = realResponse(plainAnswer({ status: 204, headers: { 'set-cookie': ['a=1', 'b=2'] }, text: '' }));
    expect([answer.status, answer.body, answer.headers.getSetCookie()]).toEqual([204, null, ['a=1', 'b=2']]);
  });

  it('can be read and copied', async () => {
    const answer = plainAnswer(parts);
    expect(await answer.clone().json()).toEqual({ a: 1 });
    expect(await answer.text()).toBe(parts.text);
    expect(plainAnswer(parts).body).toBeInstanceOf(ReadableStream);
    expect(await plainAnswer(parts).json()).toEqual({ a: 1 });
  });
});
