/** The code units for which `char.IsWhiteSpace` is true, as a regular expression class. */
export const WHITE_SPACE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const leading = new RegExp(`^[${WHITE_SPACE}]+`);
const only = new RegExp(`^[${WHITE_SPACE}]*$`);
const one = new RegExp(`^[${WHITE_SPACE}]$`);

/** `char.IsWhiteSpace`. */
export function isWhiteSpace(unit: number): boolean {
  if (unit < 128) return unit === 32 || (unit >= 9 && unit <= 13);
  return one.test(String.fromCharCode(unit));
}

/** Whether the text is empty or white space only. */
export function isBlank(text: string): boolean {
  return only.test(text);
}

/** `TrimStart()`. */
function trimStart(text: string): string {
  return text.replace(leading, '');
}

/** `TrimEnd()`; walks from the end, so long runs of inner white space cost nothing. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `Trim()`. */
export function trim(text: string): string {
  return trimEnd(trimStart(text));
}
