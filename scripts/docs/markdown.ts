/** The little Markdown that generated pages are made of. */

/** Text as it reads: what would become markup outside code spans is escaped. */
export function prose(text: string): string {
  return text.replace(/(`+)[\s\S]*?\1|[<>&]/g, (match) => {
    if (match.startsWith('`')) return match;
    return match === '&' ? '&amp;' : `\\${match}`;
  });
}

/** The same as one line of a table's cell. */
export function cell(text: string): string {
  return prose(text)
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

/** A code span, whatever is in it; the empty string for nothing. Safe in a table. */
export function code(text: string): string {
  if (text === '') return '';
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const padding = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')}${padding}${fence}`;
}

/** A table. Cells are Markdown already: plain text goes through `cell`, code through `code`. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A fenced block. @param language for highlighting */
export function block(text: string, language = ''): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** A link to a source file, from a page in docs/. @param file from the root, with `/` */
export function source(file: string, label: string = code(file)): string {
  return `[${label}](../${file})`;
}

/** A link to a heading of the same page, by GitHub's way of naming them. */
export function toHeading(heading: string): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
  return `[${heading}](#${anchor})`;
}
