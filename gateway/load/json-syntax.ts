/** The first thing in a text that JSON (RFC 8259) does not allow. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
}

const whitespace = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const deepest = 200;

/** What may come next: a value, a value or `]`, a key, a key or `}`, or `,` and the closing bracket. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'separator';

/**
 * Where `text` is no JSON, or where an object has a key twice; undefined when all is well. JSON.parse says the first
 * without a dependable position and the second not at all.
 */
export function jsonFault(text: string): JsonFault | undefined {
  let offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) offset += match.length;
    return match;
  };
  /** Keys of the objects, and undefined for the arrays, that are open. */
  const open: (Set<string> | undefined)[] = [];
  let expected: Expected = 'value';
  for (;;) {
    take(whitespace);
    const next = text[offset];
    const fault = (message: string): JsonFault => ({ offset, message });
    if (next === undefined) {
      return open.length === 0 && expected === 'separator' ? undefined : fault('the text ends too early');
    }
    if (expected === 'separator') {
      if (open.length === 0) return fault('nothing may follow the value');
      const keys = open.at(-1);
      if (next === ',') expected = keys ? 'key' : 'value';
      else if (next === (keys ? '}' : ']')) open.pop();
      else return fault(`',' or '${keys ? '}' : ']'}' expected`);
      offset++;
    } else if ((expected === 'key or }' && next === '}') || (expected === 'value or ]' && next === ']')) {
      offset++;
      open.pop();
      expected = 'separator';
    } else if (expected === 'key' || expected === 'key or }') {
      const start = offset;
      const key = take(string);
      if (key === undefined)
        return fault(next === '}' ? "a key expected after ','" : 'a key in double quotes expected');
      const name = JSON.parse(key) as string;
      if (open.at(-1)?.has(name)) return { offset: start, message: `the key ${key} stands here for the second time` };
      open.at(-1)?.add(name);
      take(whitespace);
      if (text[offset] !== ':') return fault(`':' expected after ${key}`);
      offset++;
      expected = 'value';
    } else if (next === '{' || next === '[') {
      // deeper is nobody's data, and those who read on are recursive
      if (open.length >= deepest) return fault(`nested deeper than ${deepest} levels`);
      offset++;
      open.push(next === '{' ? new Set() : undefined);
      expected = next === '{' ? 'key or }' : 'value or ]';
    } else {
      if (take(string) === undefined && take(scalar) === undefined) return fault('a value expected');
      expected = 'separator';
    }
  }
}

/** `LINE:COLUMN: not valid JSON: …` for a text that is none, without any of it: it may be the wrong file, with secrets. */
export function jsonProblem(text: string): string | undefined {
  const fault = jsonFault(text);
  if (!fault) return undefined;
  const before = text.slice(0, fault.offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}: not valid JSON: ${fault.message}`;
}
