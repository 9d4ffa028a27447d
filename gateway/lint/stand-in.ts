/** What may stand for a named value in C# when its content is not known; the length stays, so that offsets do. */
const candidates = ['0', 'true', 'null', '""'];

const reference = /\{\{[A-Za-z0-9._-]+\}\}/g;

/**
 * Texts of an expression with every `{{name}}` replaced by something that C# can read. Inside strings any of them is
 * as good as the reference; outside, the first that compiles shows that the expression is sound around its values.
 * Empty when the text holds no reference.
 */
export function standIns(text: string): string[] {
  if (text.search(reference) < 0) return [];
  return candidates.map((candidate) => text.replace(reference, (name) => candidate.padEnd(name.length)));
}
