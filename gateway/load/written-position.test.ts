import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Written } from '../../bicep/value.ts';
import { LineIndex } from '../document/text-position.ts';
import { writtenPosition } from './written-position.ts';

const policy =
  '<policies>\r\n\t<inbound>\n    <set-variable name="a" value="@("é\\n")" />\n  </inbound>\n</policies>\n';

/** The text at the place in the file that an offset of the policy is told to have. */
function seen(file: string, text: string, written: Written, what: string): string {
  const place = writtenPosition(text, written).position?.(text.indexOf(what)) ?? { line: 0, column: 0 };
  return (file.split('\n')[place.line - 1] ?? '').slice(place.column - 1);
}

const whole = (text: string): Written => ({ text, start: 0, end: text.length, escapes: false });

describe('the place of a policy’s text in its file', () => {
  it('leads through escapes of JSON', () => {
    const file = `{\n  "before": "<x>",\n  "value": ${JSON.stringify(policy)} }`;
    const start = file.indexOf('"<pol') + 1;
    const written = { text: file, start, end: file.lastIndexOf('"'), escapes: true };
    expect(seen(file, policy, written, '<inbound>')).toMatch(/^<inbound>\\n/);
    expect(seen(file, policy, written, '<set-variable')).toMatch(/^<set-variable name=\\"a\\"/);
    expect(seen(file, policy, written, '</policies>')).toMatch(/^<\/policies>\\n" }/);
  });

  it('is exact for every character of any JSON string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
        const file = `{"value":\n${JSON.stringify(text)}}`;
        const written = { text: file, start: 11, end: file.length - 2, escapes: true };
        const { position } = writtenPosition(text, written);
        const lines = new LineIndex(file);
        const offsets = [...file.slice(11, -2).matchAll(/\\(?:u[0-9a-f]{4}|.)|[\s\S]/g)].map(({ index }) => index + 11);
        expect(offsets.map((_, index) => position?.(index))).toEqual(offsets.map((offset) => lines.position(offset)));
      }),
      { numRuns: 50 },
    );
  });

  it('leads through words that are replaced, by longer and by several lines', () => {
    const file = '<policies>\n  {a}<inbound b="{c}" d="1" />\n  <outbound />\n</policies>';
    const text = file.replace('{a}', '<!-- long\n\n\n -->').replace('{c}', '');
    expect(seen(file, text, whole(file), '<inbound')).toMatch(/^<inbound b="{c}"/);
    expect(seen(file, text, whole(file), 'd="1"')).toMatch(/^d="1"/);
    expect(seen(file, text, whole(file), '<outbound')).toBe('<outbound />');
    expect(seen(file, text, whole(file), 'long')).toMatch(/^{a}/);
  });

  it('leads through indentation that is taken away', () => {
    const file = 'x = <<-END\n    <policies>\n      <a>\n        <b/>\n      </a>\n    </policies>\n    END\n';
    const text = '<policies>\n  <a>\n    <b/>\n  </a>\n</policies>\n';
    const written = { text: file, start: 11, end: file.lastIndexOf('    END'), escapes: false };
    for (const what of ['<policies>', '<a>', '<b/>', '</a>', '</policies>'])
      expect(seen(file, text, written, what)).toBe(what);
  });

  it('needs no way for a text that is its file', () => {
    expect(writtenPosition(policy, whole(policy))).toEqual({});
  });

  it('never leaves the stretch, and goes on in it, whatever the texts', () => {
    const unit = fc.constantFrom('a', 'b', '<c d="', '\n', '  ', '\\', '"', '{x}');
    const text = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.boolean(), (made, file, escapes) => {
        const { position } = writtenPosition(made, { text: `${file}\n `, start: 0, end: file.length, escapes });
        const lines = new LineIndex(`${file}\n `);
        let last = { line: 1, column: 1 };
        for (let offset = 0; offset <= made.length; offset += 1) {
          const place = position?.(offset) ?? lines.position(offset);
          if (place.line < last.line || (place.line === last.line && place.column < last.column)) return false;
          last = place;
        }
        return last.line <= lines.position(file.length).line;
      }),
    );
  });
});
