import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { parseParameters } from './parameters.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a parameter that is remembered keeps nothing of the body that it came in', () => {
  const clientId = '11111111-1111-1111-1111-111111111111';
  const bodySize = 250_000;
  const bodies = 100;
  const kept: (string | undefined)[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < bodies; count++) {
    // as it comes off the wire: one flat text
    const body = Buffer.from(`client_assertion_type=x&client_id=${clientId}&assertion=${'a'.repeat(bodySize)}`);
    const { names, get } = parseParameters(body.toString('latin1'));
    kept.push(names[0], get('client_id'));
  }
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan((bodies * bodySize) / 2);
  expect(kept.slice(0, 2)).toEqual(['client_assertion_type', clientId]);
});

test('parameters keep characters of every alphabet', () => {
  const { get } = parseParameters('redirect_uri_of_somebody=grün-☂-𝄞-und-länger&plain=%E2%98%82');
  expect(get('redirect_uri_of_somebody')).toBe('grün-☂-𝄞-und-länger');
  expect(get('plain')).toBe('☂');
});
