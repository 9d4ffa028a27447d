/** Runtime semantics 2 and 3. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { valueShown } from '../testing/value-shown.ts';

const start = useGateway();
const value = valueShown(start);

describe('semantic 2: set-variable keeps .NET types', () => {
  test('a literal is a string', async () => {
    expect(await value('context.Variables["n"] is string', '<set-variable name="n" value="1" />')).toBe(true);
  });

  test('an expression keeps its type, so that a cast to another throws', async () => {
    const set = '<set-variable name="n" value="@(7)" />';
    expect(await value('(int)context.Variables["n"] / 2', set)).toBe(3);
    expect(await value('(string)context.Variables["n"]', set)).toEqual({
      status: 500,
      message: expect.stringContaining("Unable to cast object of type 'System.Int32' to type 'System.String'."),
    });
  });

  test('chars and bytes are not strings', async () => {
    const set = '<set-variable name="c" value="@("ab"[0])" />';
    expect(await value('(char)context.Variables["c"] ^ \'b\'', set)).toBe(3);
  });
});

describe('semantic 3: variables that were never set', () => {
  test('the indexer gives null', async () => {
    expect(await value('context.Variables["missing"] == null')).toBe(true);
  });

  test('GetValueOrDefault gives the default, and throws where the type does not match', async () => {
    expect(await value('context.Variables.GetValueOrDefault("missing", "d")')).toBe('d');
    expect(await value('context.Variables.GetValueOrDefault<int>("missing")')).toBe(0);
    expect(
      await value('context.Variables.GetValueOrDefault<string>("n", "")', '<set-variable name="n" value="@(1)" />'),
    ).toMatchObject({ status: 500 });
  });
});
