import { OffsetMap } from './offset-map.ts';
import type { Span } from './tree.ts';

/**
 * A reference to a named value. Azure allows letters, digits, `.`, `_` and `-` in names; anything else between double
 * braces is C# (`$"{{ … }}"`), CSS or Liquid.
 */
const reference = /\{\{([A-Za-z0-9._-]+)\}\}/g;

/** A `{{name}}` found in a document. */
export interface NamedValueUse {
  readonly name: string;
  /** In the file, braces included. */
  readonly span: Span;
  readonly known: boolean;
}

/** A text with its named values replaced. */
export interface Substitution {
  readonly text: string;
  /** From offsets of the new text to offsets of the old. */
  readonly map: OffsetMap;
  readonly uses: readonly NamedValueUse[];
  /** Set when the result would be longer than allowed; the references after that point were left alone. */
  readonly truncated: boolean;
}

/**
 * Replaces `{{name}}` textually, as API Management does when a policy is saved: before XML and C# are read, so that a
 * value may be part of an expression or be one, and values are not searched for further references.
 * Names are compared without case: the published broker declares `EntraIdFicClientId`, refers to `EntraIDFicClientId`,
 * and works. References to unknown names stay as they are.
 * @param limit characters the result may have
 */
export function substituteNamedValues(text: string, values: ReadonlyMap<string, string>, limit: number): Substitution {
  const map = new OffsetMap();
  const anyCase = new Map([...values].map(([name, value]) => [name.toLowerCase(), value]));
  const uses: NamedValueUse[] = [];
  const parts: string[] = [];
  let copied = 0;
  let length = 0;
  let truncated = false;
  for (const match of text.matchAll(reference)) {
    const [whole, name = ''] = match;
    const value = values.get(name) ?? anyCase.get(name.toLowerCase());
    uses.push({
      name,
      span: { start: match.index, end: match.index + whole.length },
      known: value !== undefined,
    });
    if (value === undefined || truncated) continue;
    if (length + value.length + text.length - match.index > limit) {
      truncated = true;
      continue;
    }
    const before = text.slice(copied, match.index);
    parts.push(before, value);
    length += before.length;
    map.replace(length, value.length, match.index, whole.length);
    length += value.length;
    copied = match.index + whole.length;
  }
  parts.push(text.slice(copied));
  return { text: parts.join(''), map, uses, truncated };
}
