import { describe, expect, test } from 'vitest';
import { errors, evaluate } from './testing/evaluate.ts';

const NAMES = [
  'constructor',
  '__proto__',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'call',
  'apply',
  'bind',
  '__defineGetter__',
  '__lookupGetter__',
  'invoke',
  'items',
  'netType',
];

const RECEIVERS = [
  '"text"',
  '5',
  '5L',
  '1.5m',
  'true',
  'new object()',
  'new[] { 1 }',
  'new List<int>()',
  'new Dictionary<string, int>()',
  'new { A = 1 }',
  '(1, 2)',
  'JObject.Parse("{}")',
  '((Func<int>)(() => 1))',
  'DateTime.UtcNow',
  'StringComparison.Ordinal',
  'new Exception("x")',
  'typeof(int)',
  'string',
  'Math',
];

describe('expressions reach nothing of Node', () => {
  test.each(RECEIVERS)('no member of JavaScript objects is a member of %s', (receiver) => {
    for (const name of NAMES) {
      expect(errors(`${receiver}.${name}`), name).not.toEqual([]);
      expect(errors(`${receiver}.${name}()`), name).not.toEqual([]);
    }
  });

  test.each([
    'globalThis',
    'global',
    'process',
    'require',
    'module',
    'window',
    'self',
    'Function',
    'eval',
    'Reflect',
    'Proxy',
    'undefined',
  ])('%s is no name', (name) => {
    expect(errors(name)).toEqual([`CS0103 1: The name '${name}' does not exist in the current context`]);
    expect(errors(`${name}("1")`)).not.toEqual([]);
  });

  test.each([
    'import("node:fs")',
    'this',
    'arguments',
    'new Function("return 1")',
    'Object.assign',
    'Array.prototype',
    'String.raw("x")',
  ])('%s does not compile', (text) => {
    expect(errors(text)).not.toEqual([]);
  });

  test('indexers of dictionaries and JSON see keys only, whatever they are called', () => {
    for (const name of NAMES) {
      expect(evaluate(`JObject.Parse("{}")["${name}"] == null`), name).toBe(true);
      expect(evaluate(`new Dictionary<string, string>().ContainsKey("${name}")`), name).toBe(false);
      expect(evaluate(`new Dictionary<string, string> { ["${name}"] = "x" }["${name}"]`), name).toBe('x');
      expect(evaluate(`JObject.Parse("{\\"${name}\\":1}")["${name}"].ToString()`), name).toBe('1');
      expect(
        evaluate(`JsonConvert.DeserializeObject<Dictionary<string, int>>("{\\"${name}\\":1}")["${name}"]`),
        name,
      ).toBe(1);
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('groups of regular expressions are those of the pattern, whatever they are called', () => {
    for (const name of NAMES) {
      expect(evaluate(`Regex.Match("ab", "(?<${name}>a)b").Groups["${name}"].Value`), name).toBe('a');
      expect(evaluate(`Regex.Match("ab", "ab").Groups["${name}"].Success`), name).toBe(false);
      expect(evaluate(`Regex.Replace("ab", "(?<${name}>a)", "$\{${name}}$\{${name}}")`), name).toBe('aab');
    }
  });

  test('names of members and locals are no properties of JavaScript objects', () => {
    expect(evaluate('@{ int constructor = 5, __proto__ = 6; return constructor + __proto__; }')).toBe(11);
    expect(evaluate('@{ int toString() => 7; return toString(); }')).toBe(7);
    expect(evaluate('@{ var o = new { __proto__ = 1, constructor = 2 }; return o.__proto__ + o.constructor; }')).toBe(
      3,
    );
  });

  test('no type of .NET that reaches the machine is there', () => {
    for (const name of [
      'System.IO.File',
      'System.Diagnostics.Process',
      'System.Environment',
      'System.Reflection.Assembly',
      'System.Activator',
      'System.AppDomain',
      'System.Net.Http.HttpClient',
      'System.Net.Sockets.Socket',
      'System.Threading.Thread',
      'System.GC',
    ]) {
      expect(errors(`${name}.Foo`)).toEqual([`APIM 1: Usage of type '${name}' is not supported within expressions`]);
    }
  });

  test('a type tells its names and nothing that could be invoked', () => {
    for (const member of [
      'GetMethods()',
      'GetProperties()',
      'Assembly',
      'InvokeMember("x")',
      'GetConstructors()',
      'BaseType',
      'Module',
    ]) {
      expect(errors(`typeof(int).${member}`)).not.toEqual([]);
      expect(errors(`"".GetType().${member}`)).not.toEqual([]);
    }
  });
});
