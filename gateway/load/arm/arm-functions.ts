import { callFunction } from '../../../bicep/functions.ts';
import { knownText, type Value } from '../../../bicep/value.ts';

/** Functions that Bicep has operators for. */
const operators: Readonly<Record<string, (args: readonly Value[]) => Value | undefined>> = {
  add: numbers((a, b) => a + b),
  sub: numbers((a, b) => a - b),
  mul: numbers((a, b) => a * b),
  div: numbers((a, b) => Math.trunc(a / b)),
  mod: numbers((a, b) => a % b),
  greater: numbersOrTexts((a, b) => a > b),
  greaterorequals: numbersOrTexts((a, b) => a >= b),
  less: numbersOrTexts((a, b) => a < b),
  lessorequals: numbersOrTexts((a, b) => a <= b),
  and: (args) => (args.includes(false) ? false : args.every((each) => each === true) ? true : undefined),
  or: (args) => (args.includes(true) ? true : args.every((each) => each === false) ? false : undefined),
  not: ([value]) => (typeof value === 'boolean' ? !value : undefined),
  equals: ([a, b]) => {
    const left = knownText(a) ?? a;
    const right = knownText(b) ?? b;
    if (left === undefined || right === undefined) return undefined;
    if ((typeof left === 'object' && left !== null) || (typeof right === 'object' && right !== null)) return undefined;
    return left === right;
  },
  createarray: (args) => [...args],
  createobject: (args) => {
    const result: Record<string, Value> = {};
    for (let index = 0; index + 1 < args.length; index += 2) {
      const name = knownText(args[index]);
      if (name !== undefined && name !== '__proto__') result[name] = args[index + 1] ?? null;
    }
    return result;
  },
  null: () => null,
  true: () => true,
  false: () => false,
};

/** Functions of Bicep by the names that templates call them in any case. */
const cased = new Map(
  [
    'concat',
    'format',
    'replace',
    'toLower',
    'toUpper',
    'trim',
    'uniqueString',
    'guid',
    'substring',
    'split',
    'join',
    'length',
    'empty',
    'contains',
    'coalesce',
    'first',
    'last',
    'union',
    'take',
    'skip',
    'string',
    'int',
    'bool',
    'json',
    'startsWith',
    'endsWith',
    'indexOf',
    'padLeft',
    'range',
    'min',
    'max',
    'flatten',
    'array',
    'items',
    'uriComponent',
    'uriComponentToString',
    'base64',
    'base64ToString',
    'base64ToJson',
    'uri',
    'lastIndexOf',
    'intersection',
    'objectKeys',
    'shallowMerge',
    'tryGet',
    'map',
    'filter',
    'reduce',
    'sort',
    'toObject',
    'groupBy',
    'mapValues',
  ].map((name) => [name.toLowerCase(), name]),
);

function numbers(compute: (a: number, b: number) => number): (args: readonly Value[]) => Value | undefined {
  return ([a, b]) => (typeof a === 'number' && typeof b === 'number' ? compute(a, b) : undefined);
}

function numbersOrTexts(
  compute: (a: number | string, b: number | string) => boolean,
): (args: readonly Value[]) => Value | undefined {
  return ([a, b]) => {
    const left = typeof a === 'number' ? a : knownText(a);
    const right = typeof b === 'number' ? b : knownText(b);
    return typeof left === typeof right && left !== undefined && right !== undefined ? compute(left, right) : undefined;
  };
}

/**
 * What a function of templates that needs nothing but its arguments comes to; undefined when that can't be worked out.
 * @param called its name in any case
 */
export function callArmFunction(called: string, args: readonly Value[]): Value | undefined {
  const lower = called.toLowerCase();
  const operator = Object.hasOwn(operators, lower) ? operators[lower] : undefined;
  if (operator) return operator(args);
  const known = cased.get(lower);
  return known === undefined ? undefined : callFunction(known, args);
}
