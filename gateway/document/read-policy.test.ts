import { describe, expect, it } from 'vitest';
import type { PolicyFormat } from '../model.ts';
import { azureMessage } from './problem.ts';
import { type PolicyDocument, readPolicy } from './read-policy.ts';
import { attribute, childElements, expressionsOf, type PolicyElement, textValue } from './tree.ts';

function read(text: string, options: { format?: PolicyFormat; namedValues?: Record<string, string> } = {}) {
  const { format = 'rawxml', namedValues } = options;
  return readPolicy(
    { file: 'test.xml', text, format },
    namedValues ? { namedValues: new Map(Object.entries(namedValues)) } : {},
  );
}

/** The document's only section content, after asserting that the document is sound. */
function inbound(body: string, options: Parameters<typeof read>[1] = {}): PolicyElement[] {
  const document = read(`<policies><inbound>${body}</inbound></policies>`, options);
  expect(document.problems).toEqual([]);
  const [section] = childElements(document.root as PolicyElement);
  return childElements(section as PolicyElement);
}

function value(body: string, name: string, options: Parameters<typeof read>[1] = {}) {
  const [element] = inbound(body, options);
  return attribute(element as PolicyElement, name)?.value;
}

/** Checks that every expression's characters stand in the file where its map says. */
function expectExactOffsets(document: PolicyDocument): void {
  const { text } = document.source;
  for (const { expression } of document.root ? expressionsOf(document.root) : []) {
    expect(text[expression.sourceOffset(0)]).toBe('@');
    for (let offset = 0; offset < expression.text.length; offset++) {
      const source = text[expression.sourceOffset(offset)];
      const same = source === expression.text[offset];
      expect(same || source === '&' || source === '\r' || source === '{').toBe(true);
    }
  }
}

describe('expressions in attributes', () => {
  it.each([
    ['raw quotes', `@(context.Variables["a"])`],
    ['generics and raw &&', `@(context.Variables.GetValueOrDefault<string>("a", "") == "x" && 1 < 2)`],
    ['brackets in strings', `@("(" + "}" + ")")`],
    ['a quote in a character literal', `@("a\\"b".IndexOf('"') > 0 && 'x' != '\\'')`],
    ['a verbatim string', `@(@"c:\\" + @"say ""hi"" (")`],
    ['an interpolated string with strings in its hole', `@($"a{(b ? ")" : "}")}c{{d}}{x:yyyy-MM-dd}")`],
    ['a nested interpolated string', `@($"a{$"b{"c"}"}" + "d")`],
    ['a verbatim interpolated string', `@($@"{{ ""a"": ""{x["k"]}"" }}")`],
    ['comments with quotes and brackets', `@{ // don't ) "stop\n/* }" */ return "x"; }`],
    ['a raw string', `@("""a " b""")`],
    ['a global qualifier in a hole', `@($"{global::System.Guid.Empty:N}")`],
  ])('ends where the C# ends: %s', (_, expression) => {
    const found = value(`<set-variable name="v" value="${expression}" />`, 'value');
    expect(found?.expression).toMatchObject({ text: expression, complete: true });
  });

  it('decodes entities, also where raw quotes stand beside them', () => {
    const mixed = value(`<set-body-url value="@($"&amp;a={b}" + &quot;c)&quot; + "d")" />`, 'value');
    expect(mixed?.expression?.text).toBe(`@($"&a={b}" + "c)" + "d")`);
  });

  it('finds the end in the raw text when C# spells entities that would unbalance it', () => {
    const found = value(`<x value="@(s.Replace("&quot;", "q"))" />`, 'value');
    expect(found?.expression?.text).toBe(`@(s.Replace(""", "q"))`);
  });

  it('reads single-quoted attributes', () => {
    const found = value(`<x value='@(a["b"].Split(&apos;;&apos;))' />`, 'value');
    expect(found?.expression?.text).toBe(`@(a["b"].Split(';'))`);
  });

  it('keeps white space around an expression out of it', () => {
    const found = value(`<x value="\n  @(1)\n" />`, 'value');
    expect(found?.expression?.text).toBe('@(1)');
  });

  it('gives the file position of every character after decoding', () => {
    const text =
      '<policies>\r\n  <inbound>\r\n    <x v="@{\r\n  return &quot;a&quot; + b;\r\n}" />\r\n  </inbound></policies>';
    const document = read(text);
    expectExactOffsets(document);
    const [found] = expressionsOf(document.root as PolicyElement);
    const expression = found?.expression;
    expect(expression?.text).toBe('@{\n  return "a" + b;\n}');
    const offset = expression?.text.indexOf('b;') ?? -1;
    expect(document.position(expression?.sourceOffset(offset) ?? 0)).toEqual({ line: 4, column: 26 });
  });
});

describe('expressions in text', () => {
  it('take raw generics, and nothing of what follows', () => {
    const [header] = inbound(
      `<set-header name="a"><value>@(b.As<JObject>(true)["</value>"] ?? "<c>")</value></set-header>`,
    );
    const [element] = childElements(header as PolicyElement);
    expect(textValue(element as PolicyElement).expression?.text).toBe(`@(b.As<JObject>(true)["</value>"] ?? "<c>")`);
  });

  it('may follow comments and stand in CDATA, where entities are not decoded', () => {
    const [commented, cdata] = inbound(
      `<set-body><!-- don't @( --> @("a&lt;b")</set-body><set-body><![CDATA[ @("a&lt;b" + c<d>()) ]]></set-body>`,
    );
    expect(textValue(commented as PolicyElement).expression?.text).toBe('@("a<b")');
    expect(textValue(cdata as PolicyElement).expression?.text).toBe('@("a&lt;b" + c<d>())');
  });

  it('must be the whole value', () => {
    const document = read('<policies><inbound><value>@(a) and more</value></inbound></policies>');
    expect(document.problems.map(azureMessage)).toEqual([
      "Error in element 'inbound' on line 1, column 12: An expression must be the whole value: unexpected text after its end.",
    ]);
    expect(document.problems[0]?.column).toBe(32);
  });
});

describe('bodies', () => {
  it('keep Liquid templates and XML as they stand', () => {
    const [liquid, soap] = inbound(
      '<set-body template="liquid">\n{"a": "{{body.x}}" {% if a < 3 %}}</set-body>' +
        '<set-body><s:Envelope xmlns:s="urn:x"><!-- c --><v>a &amp; b</v></s:Envelope></set-body>',
    );
    expect(textValue(liquid as PolicyElement).text).toBe('\n{"a": "{{body.x}}" {% if a < 3 %}}');
    expect((soap as PolicyElement).children).toMatchObject([{ kind: 'text', markup: true }]);
    expect(textValue(soap as PolicyElement).text).toBe(
      '<s:Envelope xmlns:s="urn:x"><!-- c --><v>a &amp; b</v></s:Envelope>',
    );
  });

  it('decode plain text and CDATA', () => {
    const [text, cdata] = inbound(
      '<set-body>a=1&amp;b=2</set-body><set-body>x<![CDATA[<html>&amp;</html>]]></set-body>',
    );
    expect(textValue(text as PolicyElement).text).toBe('a=1&b=2');
    expect(textValue(cdata as PolicyElement).text).toBe('x<html>&amp;</html>');
  });
});

describe('literals', () => {
  it('decode entities and character references', () => {
    expect(value('<x v="&lt;&#65;&#x1F600;&quot;" />', 'v')?.text).toBe('<A\u{1F600}"');
  });

  it('turn line breaks into spaces in attributes, into LF in text', () => {
    const [element] = inbound('<x v="a\r\nb\tc">d\r\ne</x>');
    expect(attribute(element as PolicyElement, 'v')?.value.text).toBe('a b c');
    expect(textValue(element as PolicyElement).text).toBe('d\ne');
  });
});

describe('documents', () => {
  it('may begin with a byte order mark, a declaration, comments, and be a fragment', () => {
    const document = read('\ufeff<?xml version="1.0"?>\n<!-- a -- b -->\n<fragment><x/></fragment>\n');
    expect(document.problems).toEqual([]);
    expect(document.root?.name).toBe('fragment');
    expect(document.position(document.root?.nameSpan.start ?? 0)).toEqual({ line: 3, column: 2 });
  });

  it('report several problems in Azure’s words and read on', () => {
    const document = read(
      [
        '<policies>',
        '  <inbound>',
        '    <set-header name="a" name="b">',
        '      <value>a & b</value>',
        '    </set-headr>',
        '  </inbound>',
        '  <outbound v=x />',
        '</policies>',
      ].join('\n'),
    );
    expect(document.problems.map(azureMessage)).toEqual([
      "Error in element 'set-header' on line 3, column 6: 'name' is a duplicate attribute name.",
      "Error in element 'set-header' on line 3, column 6: An error occurred while parsing EntityName: write &amp; for &.",
      "Error in element 'set-header' on line 3, column 6: The 'set-header' start tag does not match the end tag of 'set-headr': </set-header> expected.",
      "Error in element 'outbound' on line 7, column 4: The value of 'v' must stand in quotes.",
    ]);
    expect(document.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 26],
      [4, 16],
      [5, 5],
      [7, 15],
    ]);
    expect(childElements(document.root as PolicyElement).map(({ name }) => name)).toEqual(['inbound', 'outbound']);
  });

  it.each([
    ['a tag', '<policies><inbound><a b="c"'],
    ['an attribute', '<policies><inbound><a b="c'],
    ['an expression', '<policies><inbound><a b="@(c'],
    ['a string', '<policies><inbound><a b="@("c'],
    ['text', '<policies><inbound><value>@(c'],
    ['a comment', '<policies><inbound><!-- c'],
    ['CDATA', '<policies><inbound><set-body><![CDATA[ c'],
    ['elements', '<policies><inbound><a><b>'],
  ])('say once that %s runs to the end', (_, text) => {
    expect(read(text).problems.map(azureMessage)).toHaveLength(1);
  });

  it.each([
    ['a misspelled end tag', '<set-header name="a"><value>b</valu></set-header><set-body>c</set-body>'],
    ['one before a sibling of the same name', '<choose><when condition="a"></whn><when condition="b"></when></choose>'],
    ['the end tag of an older name', '<llm-emit-token-metric namespace="a"></azure-openai-emit-token-metric>'],
    ['an end tag too many', '<set-header name="a"></set-header></set-header-x><rate-limit calls="1" />'],
    ['a missing end tag', '<choose><otherwise><set-status code="200" /></choose><rate-limit calls="1" />'],
    ['an expression without end', '<rewrite-uri template="@(f("a" lat="" x="1" y/z" />'],
    ['a value without end', '<set-header name="a exists-action="skip"><value>b</value></set-header>'],
    ['an attribute written twice with an open expression', '<a b="@(f(" b="@(1)" />'],
  ])('count %s as one problem', (_, body) => {
    const { problems, root } = read(`<policies>\n<inbound>\n${body}\n</inbound>\n<outbound />\n</policies>`);
    expect(problems.map(azureMessage)).toHaveLength(1);
    expect(problems[0]?.line).toBe(3);
    expect(childElements(root as PolicyElement).map(({ name }) => name)).toEqual(['inbound', 'outbound']);
  });

  it('report an expression in `when` under its `choose`, as Azure does', () => {
    const document = read('<policies><inbound>\n<choose>\n<when condition="@(a" /></choose></inbound></policies>');
    expect(document.problems.map(azureMessage)).toEqual([
      "Error in element 'choose' on line 2, column 2: The expression is not closed: Unterminated string literal.",
    ]);
    expect(document.problems[0]).toMatchObject({ line: 3, column: 18 });
  });

  it.each([
    ['', 'Root element is missing'],
    ['# Title\n<policies/>', 'Data at the root level is invalid'],
    ['<policy/>', "expected 'policies' or 'fragment'"],
    ['<policies/><policies/>', 'There are multiple root elements'],
    ['<policies><inbound>', 'have no end tag: inbound, policies'],
    ['<policies>', 'has no end tag'],
    ['<policies><!-- a', "'-->' expected"],
    ['<policies><x v="a</policies>', 'is not closed'],
    ['<!DOCTYPE x><policies/>', 'document type declaration'],
    ['\ufeff\ufeff<policies/>', 'Data at the root level is invalid'],
    ['\u00a0<policies/>', 'Data at the root level is invalid'],
    ['<policies>\u0000</policies>', "'.', hexadecimal value 0x00, is an invalid character."],
    ['<policies><x v="@("\ud800")"/></policies>', "'.', hexadecimal value 0xD800, is an invalid character."],
  ])('%j is refused: %s', (text, message) => {
    expect(
      read(text)
        .problems.map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });
});

describe("format 'xml'", () => {
  it.each([
    ['<x v="@(a["b"])" />', '&quot;'],
    ['<x v="@(a && b)" />', '&amp;'],
    ["<x v='@(a<b>())' />", '&lt;'],
    ['<value>@(a<b>())</value>', '&lt;'],
  ])('%s must be escaped', (body, entity) => {
    const text = `<policies><inbound>${body}</inbound></policies>`;
    expect(read(text, { format: 'xml' }).problems).toMatchObject([{ message: expect.stringContaining(entity) }]);
    expect(read(text).problems).toEqual([]);
  });

  it('takes escaped expressions', () => {
    const found = value('<x v="@(a[&quot;b&quot;] &amp;&amp; c&lt;d&gt;())" />', 'v', { format: 'xml' });
    expect(found?.expression?.text).toBe('@(a["b"] && c<d>())');
  });
});

describe('named values', () => {
  it('are replaced as text before anything is parsed', () => {
    const found = value('<x v="{{whole}}" w="@($"a={{part}}&amp;b")" />', 'v', {
      namedValues: { whole: '@(1 + 1)', part: '{c}' },
    });
    expect(found?.expression?.text).toBe('@(1 + 1)');
  });

  it('keep positions in the file exact', () => {
    const text = '<policies><inbound><x v="@("{{long}}" + b)" /></inbound></policies>';
    const document = read(text, { namedValues: { long: 'a much longer text' } });
    expectExactOffsets(document);
    const [found] = expressionsOf(document.root as PolicyElement);
    expect(found?.expression.text).toBe('@("a much longer text" + b)');
    expect(found?.expression.sourceOffset(found.expression.text.indexOf('b)'))).toBe(text.indexOf('b)'));
    expect(found?.expression.sourceOffset(8)).toBe(text.indexOf('{{'));
    expect(document.root?.span).toEqual({ start: 0, end: text.length });
  });

  it('report unknown names where they stand, but not in Liquid bodies and comments', () => {
    const text =
      '<policies><inbound>\n<!-- {{a}} --><set-body template="liquid">{{body.b}} {{known}}</set-body>\n' +
      '<x v="{{missing}}" w="@($@"{{ x }} {{}}")" /></inbound></policies>';
    const document = read(text, { namedValues: { known: 'yes' } });
    expect(document.problems.map(azureMessage)).toEqual([
      "Error in element 'x' on line 3, column 2: Cannot find a property 'missing'",
    ]);
    expect(document.problems[0]).toMatchObject({ line: 3, column: 7 });
    expect(document.namedValues.map(({ name }) => name)).toEqual(['known', 'missing']);
    const section = childElements(document.root as PolicyElement)[0] as PolicyElement;
    expect(textValue(childElements(section)[0] as PolicyElement).text).toBe('{{body.b}} yes');
  });

  it('are found in any case, an exact name first', () => {
    expect(value('<x v="{{ABC}} {{abc}}" />', 'v', { namedValues: { abc: '1', Abc: '2' } })?.text).toBe('2 1');
  });

  it('are not searched for further references', () => {
    expect(value('<x v="{{a}}" />', 'v', { namedValues: { a: '{{b}}', b: 'no' } })?.text).toBe('{{b}}');
  });

  it('stay in the text, and are no problem, when no values are given', () => {
    expect(value('<x v="{{a}}" />', 'v')?.text).toBe('{{a}}');
  });
});
