import { describe, expect, test } from 'vitest';
import { Headers, InvalidHeaderError } from './headers.ts';

const wire = ['X-One', '1', 'x-two', 'a', 'Set-Cookie', 'a=1', 'X-Two', 'b', 'Set-Cookie', 'b=2'];

describe('headers', () => {
  test('keep case, order and duplicates', () => {
    expect(Headers.fromRaw(wire).toRaw()).toEqual(wire);
  });

  test('compare names without case', () => {
    const headers = Headers.fromRaw(wire);
    expect(headers.values('X-TWO')).toEqual(['a', 'b']);
    expect(headers.get('x-two')).toBe('a,b');
    expect(headers.get('absent')).toBeUndefined();
    expect(headers.names()).toEqual(['X-One', 'x-two', 'Set-Cookie']);
  });

  test('replace every line of a name at the place of the first', () => {
    const headers = Headers.fromRaw(wire);
    headers.set('X-Two', ['c'], 4);
    expect(headers.toRaw()).toEqual(['X-One', '1', 'X-Two', 'c', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
    expect(headers.setBy('x-two')).toBe(4);
    expect(headers.setBy('x-one')).toBeUndefined();
  });

  test('remember who deleted a name', () => {
    const headers = Headers.fromRaw(wire);
    headers.delete('set-cookie', 7);
    expect(headers.has('Set-Cookie')).toBe(false);
    expect([...headers.origins()]).toEqual([['set-cookie', 7]]);
  });

  test('of a response remember who deleted what was not there; of a request nobody asks', () => {
    const deleted = (headers: Headers): unknown[] => {
      headers.delete('absent', 7);
      headers.delete('x-one', 8);
      headers.set('X-One', ['2'], 9);
      headers.delete('X-One', 10);
      return [...headers.clone().origins(), ...headers.origins()];
    };
    expect(deleted(Headers.fromRaw(wire))).toEqual([
      ['absent', 7],
      ['x-one', 10],
    ]);
    expect(deleted(Headers.fromRaw(wire, 'request'))).toEqual([['x-one', 10]]);
  });

  test('are copied: what becomes of a copy leaves the original as it is', () => {
    const headers = Headers.fromRaw(wire);
    headers.clone().append('X-New', ['1']);
    headers.clone().set('X-One', ['2']);
    expect(headers.toRaw()).toEqual(wire);
  });

  test.each(['a\r\nInjected: yes', 'a\nb', 'a\u0000'])('refuse a value that would end its line: %j', (value) => {
    expect(() => Headers.empty().set('X', [value])).toThrow(InvalidHeaderError);
  });

  test('refuse a name that is no token', () => {
    expect(() => Headers.empty().append('Bad Name', ['x'])).toThrow(InvalidHeaderError);
  });
});
