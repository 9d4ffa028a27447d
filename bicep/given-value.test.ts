import { expect, test } from 'vitest';
import { givenValue } from './given-value.ts';
import { Unknown } from './value.ts';

test.each([
  ['true', 'bool', true],
  ['False', 'bool', false],
  ['yes', 'bool', 'yes'],
  ['-7', 'int', -7],
  ['7', 'string', '7'],
  [true, 'bool', true],
  [null, 'bool', null],
])('%j given to a %s is %j', (value, type, taken) => {
  expect(givenValue(value, type)).toBe(taken);
});

test.each(['bool', 'int', 'array', 'object', 'string[]', 'Bool', 'secureObject'])(
  'a variable that is not set leaves a parameter of type %s to its default',
  (type) => {
    expect(givenValue(new Unknown('WIDE', { type: 'environment', path: ['WIDE'] }), type)).toBeUndefined();
  },
);

test('what else is not known stays so', () => {
  const variable = new Unknown('NAME', { type: 'environment', path: ['NAME'] });
  const output = new Unknown('outputs.wide');
  expect(givenValue(variable, 'string')).toBe(variable);
  expect(givenValue(output, 'bool')).toBe(output);
});
