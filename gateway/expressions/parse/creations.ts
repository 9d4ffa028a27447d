import type { Cursor } from './cursor.ts';
import type {
  Argument,
  ArrayInitializer,
  Expression,
  Initializer,
  InitializerItem,
  InitializerValue,
  TypeSyntax,
} from './syntax.ts';
import { parseType, rank } from './types.ts';

/** Reads everything that starts with `new`. */
export function parseNew(p: Cursor): Expression {
  return p.nest(() => {
    const token = p.expect('new');
    if (p.is('{')) return parseAnonymousObject(p, token.start);
    if (p.is('[')) return parseImplicitArray(p, token.start);
    if (p.is('(') && (p.is(')', 1) || !startsTupleType(p))) p.newer('target-typed object creation', '9.0', token);
    const following = p.peek();
    if (following.kind !== 'identifier' && following.kind !== 'keyword' && following.text !== '(') missingArguments(p);
    const type = parseType(p, 'new');
    if (p.is('[')) return parseArray(p, type, token.start);
    let args: Argument[] | undefined;
    if (p.is('(')) args = p.grammar.arguments(p);
    const initializer = p.is('{') ? parseInitializer(p) : undefined;
    if (!args && !initializer) missingArguments(p);
    return { kind: 'new', type, args, initializer, start: token.start, end: p.previousEnd };
  });
}

function startsTupleType(p: Cursor): boolean {
  return p.peek(1).kind === 'keyword' || (p.isIdentifier(1) && !p.is(')', 2));
}

function missingArguments(p: Cursor): never {
  return p.fail('CS1526', 'A new expression requires an argument list or (), [], or {} after type');
}

function parseAnonymousObject(p: Cursor, start: number): Expression {
  p.expect('{');
  const members: { name: string | undefined; value: Expression; span: { start: number; end: number } }[] = [];
  while (!p.is('}')) {
    const from = p.peek().start;
    let name: string | undefined;
    if (p.isIdentifier() && p.is('=', 1)) {
      name = p.identifier().text;
      p.next();
    }
    const value = p.grammar.expression(p);
    members.push({ name, value, span: { start: from, end: p.previousEnd } });
    if (!p.take(',')) break;
  }
  closeList(p);
  return { kind: 'anonymousObject', members, start, end: p.previousEnd };
}

function closeList(p: Cursor): void {
  if (p.is('}')) p.next();
  else if (p.peek().kind === 'end' || p.is(';') || p.is(')')) p.expect('}');
  else p.expect(',');
}

/** `new[] { … }` */
function parseImplicitArray(p: Cursor, start: number): Expression {
  const dimensions = rank(p);
  const initializer = p.grammar.arrayInitializer(p);
  return { kind: 'newArray', element: undefined, sizes: [], dimensions, initializer, start, end: p.previousEnd };
}

/** `new T[n]`, `new T[n][]`, `new T[] { … }`; `element` has been read. */
function parseArray(p: Cursor, element: TypeSyntax, start: number): Expression {
  const sizes: Expression[] = [];
  let dimensions = 1;
  if (p.is(']', 1) || p.is(',', 1)) dimensions = rank(p);
  else {
    p.next();
    do sizes.push(p.grammar.expression(p));
    while (p.take(','));
    p.expect(']');
    dimensions = sizes.length;
  }
  const inner: number[] = [];
  while (p.is('[')) inner.push(rank(p));
  let type = element;
  for (const count of inner.reverse()) {
    type = { kind: 'arrayType', element: type, dimensions: count, start: element.start, end: p.previousEnd };
  }
  const initializer = p.is('{') ? p.grammar.arrayInitializer(p) : undefined;
  if (sizes.length === 0 && !initializer) {
    p.fail('CS1586', 'Array creation must have array size or array initializer', { start, end: p.previousEnd });
  }
  return { kind: 'newArray', element: type, sizes, dimensions, initializer, start, end: p.previousEnd };
}

/** Reads `{ a, b, { c } }`. */
export function parseArrayInitializer(p: Cursor): ArrayInitializer {
  return p.nest(() => {
    const start = p.expect('{').start;
    const items: (Expression | ArrayInitializer)[] = [];
    while (!p.is('}')) {
      items.push(p.is('{') ? parseArrayInitializer(p) : p.grammar.expression(p));
      if (!p.take(',')) break;
    }
    closeList(p);
    return { kind: 'arrayInitializer', items, start, end: p.previousEnd };
  });
}

/** Reads an object or collection initialiser: `{ A = 1, ["k"] = 2, { "k", 3 }, 4 }`. */
function parseInitializer(p: Cursor): Initializer {
  return p.nest(() => {
    const start = p.expect('{').start;
    const items: InitializerItem[] = [];
    while (!p.is('}')) {
      items.push(parseItem(p));
      if (!p.take(',')) break;
    }
    closeList(p);
    return { kind: 'initializer', items, start, end: p.previousEnd };
  });
}

function parseItem(p: Cursor): InitializerItem {
  const start = p.peek().start;
  if (p.is('[')) {
    const args = p.grammar.indexArguments(p);
    p.expect('=');
    return { kind: 'index', args, value: parseInitializerValue(p), start, end: p.previousEnd };
  }
  if (p.isIdentifier() && p.is('=', 1)) {
    const name = p.identifier();
    p.next();
    return { kind: 'member', name, value: parseInitializerValue(p), start, end: p.previousEnd };
  }
  if (!p.is('{')) {
    const value = p.grammar.expression(p);
    return { kind: 'add', args: [value], start, end: value.end };
  }
  p.next();
  const args: Expression[] = [];
  while (!p.is('}')) {
    args.push(p.grammar.expression(p));
    if (!p.take(',')) break;
  }
  closeList(p);
  return { kind: 'add', args, start, end: p.previousEnd };
}

function parseInitializerValue(p: Cursor): InitializerValue {
  return p.is('{') ? parseInitializer(p) : p.grammar.expression(p);
}
