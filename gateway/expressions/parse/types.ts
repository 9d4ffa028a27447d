import type { Cursor, TypeMode } from './cursor.ts';
import type { NameSyntax, TypeSyntax } from './syntax.ts';
import { identifierName, PREDEFINED_TYPES, type Token } from './tokens.ts';

/** Reads a type. `void` is left to the caller to refuse. */
export function parseType(p: Cursor, mode: TypeMode = 'plain'): TypeSyntax {
  return p.nest(() => {
    const start = p.peek().start;
    let type = parseElementType(p);
    for (;;) {
      if (p.is('?') && nullableFollows(p, p.at, mode)) {
        p.next();
        type = { kind: 'nullableType', element: type, start, end: p.previousEnd };
      } else if (p.is('[') && mode !== 'new' && (p.is(']', 1) || p.is(',', 1))) {
        const ranks: number[] = [];
        while (p.is('[') && (p.is(']', 1) || p.is(',', 1))) ranks.push(rank(p));
        // `int[][,]` is an array of `int[,]`: the first brackets are the outermost.
        for (const dimensions of ranks.reverse()) {
          type = { kind: 'arrayType', element: type, dimensions, start, end: p.previousEnd };
        }
      } else if (p.is('*') && mode === 'plain' && type.kind === 'predefinedType') {
        p.fail('CS0214', 'Pointers and fixed size buffers may only be used in an unsafe context', p.peek());
      } else return type;
    }
  });
}

/** Reads `[,]`, the brackets of one array level, and gives its number of dimensions. */
export function rank(p: Cursor): number {
  p.expect('[');
  let dimensions = 1;
  while (p.take(',')) dimensions++;
  if (!p.is(']')) p.fail('CS0178', "Invalid rank specifier: expected ',' or ']'", p.peek());
  p.next();
  return dimensions;
}

function parseElementType(p: Cursor): TypeSyntax {
  const token = p.peek();
  if (token.kind === 'keyword' && PREDEFINED_TYPES.has(token.text)) {
    p.next();
    return { kind: 'predefinedType', name: token.text, start: token.start, end: token.end };
  }
  if (token.text === '(') return parseTupleType(p);
  if (token.kind !== 'identifier') p.fail('CS1031', 'Type expected');
  const parts = [parseTypeName(p)];
  if (p.is('::') && token.text === 'global') {
    p.next();
    parts[0] = parseTypeName(p);
  }
  while (p.take('.')) parts.push(parseTypeName(p));
  return { kind: 'namedType', parts, start: token.start, end: p.previousEnd };
}

function parseTypeName(p: Cursor): NameSyntax {
  const { text, start } = p.identifier();
  const typeArgs = p.is('<') ? parseTypeArguments(p) : undefined;
  return { name: text, typeArgs, start, end: p.previousEnd };
}

/** Reads `<int, string>`; unbound `<,>` gives an empty list. */
function parseTypeArguments(p: Cursor): TypeSyntax[] {
  p.expect('<');
  const args: TypeSyntax[] = [];
  if (p.is('>') || p.is(',')) {
    while (p.take(','));
    p.expect('>');
    return args;
  }
  do args.push(parseType(p));
  while (p.take(','));
  p.expect('>');
  return args;
}

function parseTupleType(p: Cursor): TypeSyntax {
  const start = p.expect('(').start;
  const elements: { type: TypeSyntax; name: string | undefined }[] = [];
  do {
    const type = parseType(p);
    elements.push({ type, name: p.isIdentifier() ? p.identifier().text : undefined });
  } while (p.take(','));
  p.expect(')');
  if (elements.length < 2) p.fail('CS8124', 'Tuple must contain at least two elements.', { start, end: p.previousEnd });
  return { kind: 'tupleType', elements, start, end: p.previousEnd };
}

/** Tokens after which a `?` behind a type in `is`/`as` belongs to the type: none of them starts an expression. */
const AFTER_NULLABLE = new Set([')', ']', '}', ';', ',', '?', '??', '==', '!=', '&&', '||', '^', '|', '&', ':', '=']);

function nullableFollows(p: Cursor, at: number, mode: TypeMode): boolean {
  if (mode !== 'afterIs') return true;
  const following = p.token(at + 1);
  return following.kind === 'end' || AFTER_NULLABLE.has(following.text);
}

/**
 * Looks whether a type starts at token `at`, without reading it.
 * @returns the index of the token behind it, or -1
 */
export function scanType(p: Cursor, at: number, mode: TypeMode = 'plain', depth = 0): number {
  if (depth > 60) return -1;
  const token = p.token(at);
  let end: number;
  if (token.kind === 'keyword' && PREDEFINED_TYPES.has(token.text)) end = at + 1;
  else if (token.text === '(') end = scanTupleType(p, at, depth);
  else if (token.kind === 'identifier') end = scanQualifiedName(p, at, depth);
  else return -1;
  while (end >= 0) {
    const text = p.token(end).text;
    if (text === '?' && mode !== 'new' && nullableFollows(p, end, mode)) end++;
    else if (text === '[') {
      let close = end + 1;
      while (p.token(close).text === ',') close++;
      if (p.token(close).text !== ']') break;
      end = close + 1;
    } else break;
  }
  return end;
}

function scanQualifiedName(p: Cursor, at: number, depth: number): number {
  let end = at;
  if (p.token(end).text === 'global' && p.token(end + 1).text === '::') end += 2;
  for (;;) {
    if (p.token(end).kind !== 'identifier') return -1;
    end++;
    if (p.token(end).text === '<') {
      end = scanTypeArguments(p, end, depth);
      if (end < 0) return -1;
    }
    if (p.token(end).text !== '.') return end;
    end++;
  }
}

/** Looks whether type arguments start at the `<` at `at`. @returns the index behind `>`, or -1 */
function scanTypeArguments(p: Cursor, at: number, depth = 0): number {
  let end = at + 1;
  if (p.token(end).text === '>' || p.token(end).text === ',') {
    while (p.token(end).text === ',') end++;
    return p.token(end).text === '>' ? end + 1 : -1;
  }
  for (;;) {
    end = scanType(p, end, 'plain', depth + 1);
    if (end < 0) return -1;
    const text = p.token(end).text;
    end++;
    if (text === '>') return end;
    if (text !== ',') return -1;
  }
}

function scanTupleType(p: Cursor, at: number, depth: number): number {
  let end = at + 1;
  let count = 0;
  for (;;) {
    end = scanType(p, end, 'plain', depth + 1);
    if (end < 0) return -1;
    if (p.token(end).kind === 'identifier') end++;
    count++;
    const text = p.token(end).text;
    end++;
    if (text === ')') return count > 1 ? end : -1;
    if (text !== ',') return -1;
  }
}

const DECIDES_GENERIC = new Set([
  '(',
  ')',
  ']',
  '}',
  ':',
  ';',
  ',',
  '.',
  '?',
  '?.',
  '==',
  '!=',
  '|',
  '^',
  '&&',
  '||',
  '&',
  '[',
]);

/**
 * Whether the `<` behind a name in an expression opens type arguments rather than a comparison, by the rule of the
 * language: they parse as types and a deciding token follows.
 */
function typeArgumentsFollow(p: Cursor): boolean {
  if (!p.is('<')) return false;
  const end = scanTypeArguments(p, p.at);
  if (end < 0) return false;
  const following: Token = p.token(end);
  return following.kind === 'end' || DECIDES_GENERIC.has(following.text);
}

/** Reads a name in an expression, with type arguments where they follow. */
export function parseName(p: Cursor): NameSyntax {
  const token = p.peek();
  if (token.kind !== 'identifier') p.identifier();
  p.next();
  const typeArgs = typeArgumentsFollow(p) ? parseTypeArguments(p) : undefined;
  return { name: identifierName(token), typeArgs, start: token.start, end: p.previousEnd };
}
