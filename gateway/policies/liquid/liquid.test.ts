import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from './parse.ts';
import { runTemplate } from './run-template.ts';
import { LiquidError } from './template-error.ts';

const render = (template: string, root: Record<string, unknown> = {}): string =>
  runTemplate(parseTemplate(template), root);

describe('liquid', () => {
  test.each([
    ['{{body.a.b}}', 'x'],
    ["{{body.list[1]}} {{ body['a'].b }}", '2 x'],
    ['{{body.list.size}}{{body.missing.deeper}}', '3'],
    ['{% if body.n > 4 and body.a.b == "x" %}yes{% else %}no{% endif %}', 'yes'],
    ['{% unless body.flag %}off{% endunless %}', 'off'],
    ['{% if body.list contains 2 %}has{% endif %}', 'has'],
    ['{% if body.empty == empty %}empty{% endif %}', 'empty'],
    ['{% for i in body.list %}{{i}}{% unless forloop.last %},{% endunless %}{% endfor %}', '1,2,3'],
    ['{% for i in body.list limit:1 offset:1 %}{{i}}{% endfor %}', '2'],
    ['{% for i in body.none %}x{% else %}none{% endfor %}', 'none'],
    // what API Management itself writes when it imports SOAP as REST
    ['[{% JSONArrayFor i in body.list -%} {{i}} {% endJSONArrayFor -%} ]', '[1 ,2 ,3 ]'],
    ['[{% JSONArrayFor i in body.list %}{% if i != 2 %}{{i}}{% endif %}{% endJSONArrayFor %}]', '[1,3]'],
    ['[{% JSONArrayFor i in body.a %}"{{i.b}}"{% endJSONArrayFor %}]', '["x"]'],
    ['[{% JSONArrayFor i in body.none %}x{% endJSONArrayFor %}]', '[]'],
    ['{% for i in (1..3) %}{{i}}{% if i == 2 %}{% break %}{% endif %}{% endfor %}', '12'],
    ['{% case body.n %}{% when 4, 5 %}five{% else %}other{% endcase %}', 'five'],
    ['{% assign y = body.n | Plus: 2 %}{{ y }}', '7'],
    ['{% capture c %}[{{body.n}}]{% endcapture %}{{c}}{{c}}', '[5][5]'],
    ['{% comment %}{{ nothing }}{% endcomment %}a', 'a'],
    ['{% raw %}{{ raw }}{% endraw %}', '{{ raw }}'],
    ['a {{- body.n -}} b', 'a5b'],
    ['{% cycle "a", "b" %}{% cycle "a", "b" %}{% cycle "a", "b" %}', 'aba'],
    ['{{ body.t }}{{ body.nothing }}', 'true'],
    ['{ "a": "{{body.a.b}}" }', '{ "a": "x" }'],
    ['{% for pair in body.a %}{{pair[0]}}={{pair[1]}}{% endfor %}', 'b=x'],
  ])('%s', (template, expected) => {
    const body = { a: { b: 'x' }, list: [1, 2, 3], n: 5, flag: false, empty: '', t: true, none: [] };
    expect(render(template, { body })).toBe(expected);
  });

  test.each([
    ["{{ 'a b' | Upcase | Append: '!' }}", 'A B!'],
    ["{{ 'x,y' | Split: ',' | Last }}", 'y'],
    ['{{ 7 | DividedBy: 2 }} {{ 7.0 | DividedBy: 2 }} {{ 7.5 | DividedBy: 2 }}', '3 3 3.75'],
    ["{{ nil | Default: 'd' }}", 'd'],
    ["{{ '<a>' | Escape }}", '&lt;a&gt;'],
    ["{{ 'abc' | Slice: 1, 2 }}", 'bc'],
    ["{{ 'a-b' | Replace: '-', '$&' }}", 'a$&b'],
    ["{{ 'one two three' | TruncateWords: 2 }}", 'one two...'],
    ["{{ 'x' | unknown_filter }}", 'x'],
  ])('filters: %s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test.each(['{% if %}', '{% if a %}', '{% nonsense %}', '{{ a | }}', '{% for x of y %}{% endfor %}'])(
    'refuses %s',
    (template) => {
      expect(() => parseTemplate(template)).toThrow(LiquidError);
    },
  );

  test('stops a template that would not end', () => {
    const loop = `${'{% for i in (1..100000) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}`;
    expect(() => render(loop)).toThrow(LiquidError);
  });

  test('does not reach what records inherit', () => {
    expect(render('{{ body.constructor }}{{ body.__proto__ }}{{ toString }}', { body: {} })).toBe('');
  });

  test('any text parses or is refused', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' if ',
      'endif',
      ' a.b ',
      '|',
      "'",
      'for i in x',
      'endfor',
      '[',
      ']',
      '-',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          render(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(LiquidError);
        }
      }),
    );
  });
});
