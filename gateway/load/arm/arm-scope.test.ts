import { describe, expect, it } from 'vitest';
import { ArmScope } from './arm-scope.ts';

describe('expressions', () => {
  const scope = new ArmScope(
    { given: 'g' },
    {
      parameters: { fallback: { defaultValue: "[concat('f', '-', parameters('given'))]" } },
      variables: { v: { list: [1, 2] }, loop: "[variables('loop')]" },
      functions: [
        {
          namespace: 'own',
          members: {
            Twice: {
              parameters: [{ name: 'text', type: 'string' }],
              output: { type: 'string', value: "[concat(parameters('text'), parameters('text'))]" },
            },
            outer: {
              parameters: [{ name: 'text', type: 'string' }],
              output: { type: 'string', value: "[concat(own.twice(parameters('text')), '!')]" },
            },
            endless: { parameters: [], output: { type: 'string', value: '[own.endless()]' } },
          },
        },
      ],
    },
    () => undefined,
    () => undefined,
  );

  it.each([
    ["[concat('a', 'b', 1)]", 'ab1'],
    ["[parameters('fallback')]", 'f-g'],
    ["[variables('v').list[1]]", 2],
    ["[if(equals(parameters('given'), 'g'), 'yes', 'no')]", 'yes'],
    ["[format('{0}/{1}', 'a', toUpper('b'))]", 'a/B'],
    [
      "[resourceId('Microsoft.ApiManagement/service/apis', 's', 'a')]",
      '/providers/Microsoft.ApiManagement/service/s/apis/a',
    ],
    ['[and(not(false()), or(false(), true()))]', true],
    ["[createArray('a', add(1, 2))]", ['a', 3]],
    ["[own.outer('ab')]", 'abab!'],
    ["[coalesce(tryGet(variables('v'), 'none'), null(), 1)]", 1],
    ["[coalesce(tryGet(variables('v'), 'none', 'deeper'), 2)]", 2],
    ["[tryGet(variables('v'), 'list', 1)]", 2],
    ["['it''s']", "it's"],
    ['[[not an expression]', '[not an expression]'],
    ['plain', 'plain'],
  ])('%s', (text, expected) => {
    expect(scope.value(text)).toEqual(expected);
  });

  it('name what only a deployment decides', () => {
    expect(scope.value("[parameters('none')]")).toMatchObject({ source: 'none' });
    expect(scope.value("[coalesce(null(), parameters('none'), 'x')]")).toMatchObject({ source: 'none' });
    expect(scope.value("[variables('loop')]")).toMatchObject({ source: 'loop' });
    expect(scope.value('[own.endless()]')).toMatchObject({ source: 'own.endless()' });
    expect(scope.value("[reference(resourceId('Microsoft.Web/sites', 's')).defaultHostName]")).toMatchObject({
      reference: { type: 'Microsoft.Web/sites', of: 's', path: ['defaultHostName'] },
    });
    expect(
      scope.value("[listKeys(resourceId('Microsoft.Web/sites/host', 's', 'default'), '2022').masterKey]"),
    ).toMatchObject({
      reference: { type: 'listKeys()', path: ['masterKey'] },
    });
  });
});
