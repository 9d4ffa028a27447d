/** A template's text, `{{ outputs }}` and `{% tags %}`. */
export type TemplateToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly source: string }
  | { readonly kind: 'tag'; readonly name: string; readonly source: string };

const opening = /\{\{-?|\{%-?/g;

/** The end of a construct, quotes respected. @returns the index of its closing delimiter, or -1 */
function closing(template: string, from: number, delimiter: '}}' | '%}'): number {
  let quote = '';
  for (let index = from; index < template.length; index++) {
    const character = template[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (template.startsWith(delimiter, index)) {
      return index;
    } else if (character === '"' || character === "'") {
      quote = character;
    }
  }
  return template.indexOf(delimiter, from);
}

/**
 * Splits a template. White space control (`{{-`, `-%}`) trims the text beside it. The content of `raw` and `literal` is
 * text. A construct without an end is text, as in DotLiquid.
 */
export function tokenize(template: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let position = 0;
  let trimNext = false;
  const pushText = (text: string, trimEnd: boolean): void => {
    let kept = trimNext ? text.replace(/^\s+/, '') : text;
    if (trimEnd) kept = kept.replace(/\s+$/, '');
    if (kept !== '') tokens.push({ kind: 'text', text: kept });
  };
  while (position < template.length) {
    opening.lastIndex = position;
    const open = opening.exec(template);
    if (!open) break;
    const delimiter = open[0].startsWith('{{') ? '}}' : '%}';
    const end = closing(template, open.index + open[0].length, delimiter);
    if (end < 0) break;
    pushText(template.slice(position, open.index), open[0].endsWith('-'));
    let source = template.slice(open.index + open[0].length, end);
    trimNext = source.endsWith('-');
    if (trimNext) source = source.slice(0, -1);
    position = end + 2;
    if (delimiter === '}}') {
      tokens.push({ kind: 'output', source: source.trim() });
      continue;
    }
    const [, name = '', rest = ''] = /^\s*(\w+)\s*([\s\S]*?)\s*$/.exec(source) ?? [];
    if (name === 'raw' || name === 'literal') {
      const close = new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`).exec(template.slice(position));
      const stop = close ? position + close.index : template.length;
      tokens.push({ kind: 'text', text: template.slice(position, stop) });
      position = close ? stop + close[0].length : template.length;
      continue;
    }
    tokens.push({ kind: 'tag', name, source: rest });
  }
  pushText(template.slice(position), false);
  return tokens;
}
