import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growth } from '../testing/growth.ts';
import { azureMessage } from './problem.ts';
import { type PolicyDocument, readPolicy } from './read-policy.ts';
import { expressionsOf, type PolicyElement, type Span } from './tree.ts';

const pieces = [
  ...[
    '<policies>',
    '</policies>',
    '<inbound>',
    '</inbound>',
    '<fragment>',
    '<set-body>',
    '</set-body>',
    '<a',
    '<when ',
  ],
  ...['/>', '>', '<', '</', ' b="', " c='", '"', "'", '=', '@(', '@{', ')', '}', '(', '{', '$"', '@"', '$@"', '"""'],
  ...['<!--', '-->', '--', '<![CDATA[', ']]>', '<?x', '?>', '<!D', '&', '&amp;', '&quot;', '&#x41;', '&#xD800;', '&x;'],
  ...[
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '\ufeff',
    '\u0000',
    '\ud83d',
    '{{n}}',
    '{{u}}',
    ':',
    ';',
    'x',
  ],
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
const policyLike = fc.tuple(soup, soup).map(([a, b]) => `<policies><inbound><a b="${a}">${b}</a></inbound></policies>`);
const document = fc.oneof(soup, policyLike, fc.string({ unit: 'binary' }));

function check(read: PolicyDocument): void {
  const { text } = read.source;
  const inside = ({ start, end }: Span, outer: Span): void => {
    expect(start).toBeGreaterThanOrEqual(outer.start);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(outer.end);
  };
  const visit = (element: PolicyElement, outer: Span): void => {
    inside(element.span, outer);
    inside(element.nameSpan, element.tagSpan);
    expect(text.slice(element.nameSpan.start, element.nameSpan.end)).toBe(element.name);
    for (const { nameSpan, value, span, name } of element.attributes) {
      inside(span, element.tagSpan);
      inside(value.span, span);
      expect(text.slice(nameSpan.start, nameSpan.end)).toBe(name);
    }
    let last = element.tagSpan.end;
    for (const child of element.children) {
      inside(child.span, { start: last, end: element.span.end });
      last = child.span.end;
      if (child.kind === 'element') visit(child, element.span);
    }
  };
  if (read.root) {
    visit(read.root, { start: 0, end: text.length });
    for (const { expression } of expressionsOf(read.root)) {
      expect(expression.text).toMatch(/^@[({]/);
      let last = -1;
      for (let offset = 0; offset <= expression.text.length; offset++) {
        const source = expression.sourceOffset(offset);
        expect(source).toBeGreaterThanOrEqual(last);
        last = source;
      }
      inside({ start: expression.sourceOffset(0), end: last }, expression.span);
    }
  }
  for (const problem of read.problems) {
    expect(problem.offset).toBeLessThanOrEqual(text.length);
    expect(azureMessage(problem)).not.toContain('undefined');
  }
}

/** How many times as many inputs the full run takes. */
const thorough = process.env.SALLYPORT_FULL ? 3 : 1;

describe('any text', () => {
  it('is read without failing, into spans that nest and lie in the file', () => {
    fc.assert(
      fc.property(document, fc.constantFrom('rawxml', 'xml'), (text, format) => {
        check(readPolicy({ file: 'f.xml', text, format }));
      }),
      { numRuns: 700 * thorough },
    );
  });

  it('keeps offsets of the file when named values are replaced', () => {
    fc.assert(
      fc.property(document, soup, (text, value) => {
        // Names written by a value stand nowhere in the file, so only the positions are looked at.
        const read = readPolicy({ file: 'f.xml', text, format: 'rawxml' }, { namedValues: new Map([['n', value]]) });
        for (const { offset } of read.problems) expect(offset).toBeLessThanOrEqual(text.length);
        if (read.root) expect(read.root.span.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 350 * thorough },
    );
  });

  it('never repeats a named value in a problem', () => {
    fc.assert(
      fc.property(document, soup, soup, (text, before, after) => {
        const value = `${before}S3cr3t${after}`;
        const read = readPolicy({ file: 'f.xml', text, format: 'rawxml' }, { namedValues: new Map([['n', value]]) });
        for (const problem of read.problems) expect(azureMessage(problem)).not.toContain('S3cr3t');
      }),
      { numRuns: 350 * thorough },
    );
  });
});

const folder = join(import.meta.dirname, '../../infra/policies');
const real = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.xml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

/** A real document with stretches cut out, doubled, moved, or soup put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...real),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat({ max: 40 }),
        change: fc.constantFrom('cut', 'double', 'soup'),
        soup,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((before, { at, length, change, soup }) => {
      const start = Math.floor(at * before.length);
      const [head, piece, tail] = [
        before.slice(0, start),
        before.slice(start, start + length),
        before.slice(start + length),
      ];
      return head + (change === 'cut' ? '' : change === 'double' ? piece + piece : soup) + tail;
    }, text),
  );

describe('real documents with mistakes in them', () => {
  it('are read without failing into spans that nest and lie in the file', () => {
    expect(real.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(mutated, (text) => {
        check(readPolicy({ file: 'f.xml', text, format: 'rawxml' }));
      }),
      { numRuns: 100 * thorough },
    );
  });
});

describe('hostile documents', () => {
  it.each([
    ['unclosed expressions', '<a b="@((((">'],
    ['unclosed strings over lines', '<a b="@(@&quot;">\n'],
    ['unclosed comments in expressions', '<v>@(/*</v>'],
    ['unclosed interpolations', '<a b="@($@&quot;{">'],
    ['open tags', '<a '],
    ['open elements', '<a>'],
    ['stray end tags', '</a>'],
    ['mismatched elements', '<a><b></a>'],
    ['open attributes', ' b="'],
    ['unclosed comments', '<!--'],
    ['unclosed CDATA', '<![CDATA['],
    ['bodies without end', '<set-body>'],
    ['bodies of comments', '<set-body><!---->'],
    ['attributes', ' a="1"'],
    ['unknown named values', '{{u}}'],
    ['known named values', '{{n}}'],
    ['nested brackets', '@{{{{{{{{'],
    ['quotes and blanks', '"   '],
    ['attributes that begin like expressions', '<x v="@'],
    ['tags in attributes', '<a v="b<c '],
    ['end tags of different names', '</a1></a2></a3>'],
    ['sections in sections', '<choose><when condition="@(true)">'],
  ])('%s are read in linear time', (_, piece) => {
    const namedValues = new Map([['n', 'x'.repeat(4096)]]);
    const read = (size: number): void => {
      const text = `<policies><inbound>${piece.repeat(Math.floor(size / piece.length))}`;
      readPolicy({ file: 'f.xml', text, format: 'rawxml' }, { namedValues });
    };
    read(20_000);
    // Eight times the text: linear is 8, quadratic 64.
    expect(growth(read, [50_000, 400_000], 32)).toBeLessThan(32);
  });

  it('are refused above the limit of characters', () => {
    const text = 'x'.repeat(2 * 1024 * 1024 + 1);
    expect(readPolicy({ file: 'f.xml', text, format: 'rawxml' }).problems).toMatchObject([{ kind: 'limit' }]);
  });

  it('list a bounded number of problems', () => {
    const read = readPolicy({ file: 'f.xml', text: `<policies>${'</a>'.repeat(200)}</policies>`, format: 'rawxml' });
    expect(read.problems).toHaveLength(51);
    expect(read.problems.some(({ kind }) => kind === 'limit')).toBe(true);
  });

  it('may nest as deep as the limit and no deeper', () => {
    const nested = (depth: number) =>
      readPolicy({
        file: 'f.xml',
        text: `<policies>${'<a>'.repeat(depth - 1)}${'</a>'.repeat(depth - 1)}</policies>`,
        format: 'rawxml',
      });
    expect(nested(256).problems).toEqual([]);
    expect(nested(257).problems[0]).toMatchObject({ kind: 'limit' });
  });
});
