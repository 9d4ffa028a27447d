/** References to groups: the names in `(?<name>…)` and the back references `\1`, `\k<name>`. */
import type { GroupNumbers } from './group-numbers.ts';
import { MAX_INT, type PatternCursor } from './pattern-cursor.ts';
import type { GroupRef, RegexNode } from './regex-node.ts';

/** What .NET says about a reference to a group that the pattern does not have. */
export function undefinedGroup(ref: GroupRef): string {
  return ref.name === null
    ? `Reference to undefined group number ${ref.number}.`
    : `Reference to undefined group name '${ref.name}'.`;
}

/** A group's number or name at the cursor. Numbers of names are not known yet: -1. */
export function groupName(cursor: PatternCursor): GroupRef {
  const start = cursor.at;
  if (/\d/.test(cursor.peek() ?? '')) {
    while (/\d/.test(cursor.peek() ?? '')) cursor.at++;
    const number = Number(cursor.text.slice(start, cursor.at));
    if (number > MAX_INT)
      cursor.fail('Quantifier and capture group numbers must be less than or equal to Int32.MaxValue.');
    return { number, name: null };
  }
  while (cursor.atWord) cursor.at++;
  return { number: -1, name: cursor.text.slice(start, cursor.at) };
}

/** A back reference after the backslash; null when it is another escape, which leaves the cursor where it was. */
export function backreference(cursor: PatternCursor, groups: GroupNumbers): RegexNode | null {
  const start = cursor.at;
  const ch = cursor.peek() as string;
  const make = (group: GroupRef): RegexNode => ({
    kind: 'backreference',
    group,
    ignoreCase: cursor.ignoreCase,
    rtl: cursor.rtl,
    ecma: cursor.ecma,
  });
  if (ch === 'k' || ch === '<' || ch === "'") {
    let open = ch;
    if (ch === 'k') {
      if (cursor.at + 1 >= cursor.text.length) cursor.fail('Malformed \\k<...> named back reference.');
      open = cursor.text[cursor.at + 1] ?? '';
      if (open !== '<' && open !== "'") {
        cursor.at += 1;
        cursor.fail('Malformed \\k<...> named back reference.');
      }
      cursor.at++;
    }
    cursor.at++;
    const close = open === '<' ? '>' : "'";
    if (cursor.atWord) {
      const ref = groupName(cursor);
      if (cursor.peek() === close) {
        cursor.at++;
        if (ref.name !== null) ref.number = groups.numberOf(ref.name);
        if (!groups.used.has(ref.number)) {
          cursor.fail(undefinedGroup(ref));
        }
        return make(ref);
      }
    }
    if (ch === 'k') cursor.fail('Malformed \\k<...> named back reference.');
    cursor.at = start;
    return null;
  }
  if (!/[1-9]/.test(ch)) return null;
  const digits = /^\d+/.exec(cursor.text.slice(cursor.at))?.[0] ?? '';
  const number = Number(digits);
  if (groups.used.has(number)) {
    cursor.at += digits.length;
    return make({ number, name: null });
  }
  if (number <= 9 || cursor.ecma) {
    if (cursor.ecma) return null;
    cursor.at += digits.length;
    cursor.fail(`Reference to undefined group number ${number}.`);
  }
  return null;
}
