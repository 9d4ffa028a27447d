import type { Cursor } from './cursor.ts';
import { parseParameters } from './lambdas.ts';
import { parseDesignation, parsePattern } from './patterns.ts';
import { parseVarOrType } from './primary.ts';
import type {
  Block,
  CatchClause,
  Declarator,
  Expression,
  LocalDeclaration,
  Statement,
  SwitchLabel,
  SwitchSection,
} from './syntax.ts';
import { PREDEFINED_TYPES } from './tokens.ts';
import { parseType, scanType } from './types.ts';

/** Reads `{ … }`. */
export function parseBlock(p: Cursor): Block {
  return p.nest(() => {
    const start = p.expect('{').start;
    const statements = parseStatements(p, () => p.is('}'));
    p.expect('}');
    return { kind: 'block', statements, start, end: p.previousEnd };
  });
}

function parseStatements(p: Cursor, atEnd: () => boolean): Statement[] {
  const statements: Statement[] = [];
  while (!atEnd() && p.peek().kind !== 'end') statements.push(parseStatement(p));
  return statements;
}

/** Reads one statement, declarations included. */
export function parseStatement(p: Cursor): Statement {
  return p.nest(() => statement(p));
}

/** Reads the body of `if`, a loop or the like, where C# allows no declaration. */
function embedded(p: Cursor): Statement {
  const result = parseStatement(p);
  if (result.kind === 'local' || result.kind === 'localFunction' || result.kind === 'labeled') {
    p.fail('CS1023', 'Embedded statement cannot be a declaration or labeled statement', result);
  }
  return result;
}

function statement(p: Cursor): Statement {
  const token = p.peek();
  const start = token.start;
  switch (token.text) {
    case '{':
      return p.grammar.block(p);
    case ';':
      p.next();
      return { kind: 'empty', start, end: p.previousEnd };
    case 'if':
      return parseIf(p);
    case 'while': {
      p.next();
      const condition = parenthesized(p);
      const body = embedded(p);
      return { kind: 'while', condition, body, start, end: p.previousEnd };
    }
    case 'do': {
      p.next();
      const body = embedded(p);
      p.expect('while');
      const condition = parenthesized(p);
      p.expect(';');
      return { kind: 'do', condition, body, start, end: p.previousEnd };
    }
    case 'for':
      return parseFor(p);
    case 'foreach':
      return parseForeach(p);
    case 'switch':
      return parseSwitch(p);
    case 'break':
    case 'continue':
      p.next();
      p.expect(';');
      return { kind: token.text, start, end: p.previousEnd };
    case 'return': {
      p.next();
      const value = p.is(';') ? undefined : p.grammar.expression(p);
      p.expect(';');
      return { kind: 'return', value, start, end: p.previousEnd };
    }
    case 'throw': {
      p.next();
      const value = p.is(';') ? undefined : p.grammar.expression(p);
      p.expect(';');
      return { kind: 'throw', value, start, end: p.previousEnd };
    }
    case 'goto':
      return parseGoto(p);
    case 'try':
      return parseTry(p);
    case 'using':
      return parseUsing(p);
    case 'lock': {
      p.next();
      const value = parenthesized(p);
      const body = embedded(p);
      return { kind: 'lock', value, body, start, end: p.previousEnd };
    }
    case 'checked':
    case 'unchecked':
      if (!p.is('{', 1)) break;
      p.next();
      return {
        kind: 'checkedBlock',
        isChecked: token.text === 'checked',
        block: parseBlock(p),
        start,
        end: p.previousEnd,
      };
    case 'const':
      p.next();
      return terminated(p, parseLocal(p, start, true));
    case 'static':
      return p.newer('static local functions', '8.0');
    case 'unsafe':
      return p.fail('CS0227', 'Unsafe code may only appear if compiling with /unsafe', token);
    case 'fixed':
      return p.fail('CS0214', 'Pointers and fixed size buffers may only be used in an unsafe context', token);
    case 'else':
      return p.fail('CS8641', "'else' cannot start a statement.", token);
    case 'case':
    case 'default':
      if (token.text === 'default' && !p.is(':', 1)) break;
      return p.fail('CS1003', "Syntax error, 'switch' expected", token);
    case 'catch':
    case 'finally':
      return p.fail('CS1003', "Syntax error, 'try' expected", token);
    case 'yield':
      if (!p.is('return', 1) && !p.is('break', 1)) break;
      return parseYield(p);
  }
  if (token.kind === 'identifier' && p.is(':', 1) && !p.is('::', 1)) {
    const { text, ...labelSpan } = p.identifier();
    p.next();
    const inner = parseStatement(p);
    return { kind: 'labeled', label: text, labelSpan, statement: inner, start, end: p.previousEnd };
  }
  const awaits = token.text === 'await' && p.isIdentifier(1) && ['(', '.', ';', '['].includes(p.peek(2).text);
  if (!awaits && startsDeclaration(p)) return parseDeclaration(p);
  const value = p.grammar.expression(p);
  p.expect(';');
  return { kind: 'expression', value, start, end: p.previousEnd };
}

function parenthesized(p: Cursor): Expression {
  p.expect('(');
  const value = p.grammar.expression(p);
  p.expect(')');
  return value;
}

function startsDeclaration(p: Cursor): boolean {
  const end = scanType(p, p.at);
  if (end < 0) return false;
  if (p.token(end).kind === 'identifier') return true;
  // `int = 5;` is a declaration that lacks its name; `int.Parse(…)` is an expression.
  const first = p.peek();
  return first.kind === 'keyword' && PREDEFINED_TYPES.has(first.text) && p.token(end).text !== '.';
}

function parseDeclaration(p: Cursor): Statement {
  const start = p.peek().start;
  const end = scanType(p, p.at);
  const behindName = p.token(end + 1).text;
  if (p.token(end).kind === 'identifier' && (behindName === '(' || behindName === '<')) {
    return parseLocalFunction(p, start);
  }
  return terminated(p, parseLocal(p, start, false));
}

function terminated(p: Cursor, declaration: LocalDeclaration): Statement {
  p.expect(';');
  return { ...declaration, end: p.previousEnd };
}

function parseLocal(p: Cursor, start: number, isConst: boolean): LocalDeclaration {
  const typeStart = p.peek().start;
  const type = parseVarOrType(p);
  const typeSpan = { start: typeStart, end: p.previousEnd };
  const declarators: Declarator[] = [];
  do declarators.push(parseDeclarator(p));
  while (p.take(','));
  return { kind: 'local', type, typeSpan, isConst, declarators, start, end: p.previousEnd };
}

function parseDeclarator(p: Cursor): Declarator {
  const { text, ...nameSpan } = p.identifier();
  let value: Declarator['value'];
  if (p.take('=')) value = p.is('{') ? p.grammar.arrayInitializer(p) : p.grammar.expression(p);
  return { name: text, nameSpan, value, start: nameSpan.start, end: p.previousEnd };
}

function parseLocalFunction(p: Cursor, start: number): Statement {
  const returns = parseType(p);
  const { text, ...nameSpan } = p.identifier();
  const typeParameters: string[] = [];
  if (p.take('<')) {
    do typeParameters.push(p.identifier().text);
    while (p.take(','));
    p.expect('>');
  }
  const parameters = parseParameters(p);
  let body: Expression | Block;
  if (p.take('=>')) {
    body = p.grammar.expressionOrThrow(p);
    p.expect(';');
  } else if (p.is(';')) {
    const types = parameters.map((each) => p.text.slice(each.type?.start, each.type?.end)).join(', ');
    const message = `Local function '${text}(${types})' must declare a body because it is not marked 'static extern'.`;
    p.fail('CS8112', message, nameSpan);
  } else body = p.grammar.block(p);
  return {
    kind: 'localFunction',
    name: text,
    nameSpan,
    returns,
    typeParameters,
    parameters,
    body,
    start,
    end: p.previousEnd,
  };
}

function parseIf(p: Cursor): Statement {
  const start = p.expect('if').start;
  const condition = parenthesized(p);
  const then = embedded(p);
  const otherwise = p.take('else') ? embedded(p) : undefined;
  return { kind: 'if', condition, then, otherwise, start, end: p.previousEnd };
}

function parseFor(p: Cursor): Statement {
  const start = p.expect('for').start;
  p.expect('(');
  let initializers: LocalDeclaration | Expression[] = [];
  if (!p.is(';')) {
    if (startsDeclaration(p)) initializers = parseLocal(p, p.peek().start, false);
    else initializers = expressions(p);
  }
  p.expect(';');
  const condition = p.is(';') ? undefined : p.grammar.expression(p);
  p.expect(';');
  const iterators = p.is(')') ? [] : expressions(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'for', initializers, condition, iterators, body, start, end: p.previousEnd };
}

function expressions(p: Cursor): Expression[] {
  const list = [p.grammar.expression(p)];
  while (p.take(',')) list.push(p.grammar.expression(p));
  return list;
}

function parseForeach(p: Cursor): Statement {
  const start = p.expect('foreach').start;
  p.expect('(');
  const end = scanType(p, p.at);
  const typed = end >= 0 && (p.token(end).kind === 'identifier' || (p.is('var') && p.is('(', 1)));
  if (typed || p.is('var')) {
    const type = parseVarOrType(p);
    const variable = parseDesignation(p);
    return foreachRest(p, start, type, variable);
  }
  const variable = p.grammar.expression(p);
  if (variable.kind !== 'tuple') {
    p.fail('CS0230', 'Type and identifier are both required in a foreach statement', p.peek());
  }
  return foreachRest(p, start, undefined, variable);
}

function foreachRest(
  p: Cursor,
  start: number,
  type: (Statement & { kind: 'foreach' })['type'],
  variable: (Statement & { kind: 'foreach' })['variable'],
): Statement {
  if (!p.take('in')) p.fail('CS1515', "'in' expected");
  const source = p.grammar.expression(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'foreach', type, variable, source, body, start, end: p.previousEnd };
}

function parseSwitch(p: Cursor): Statement {
  const start = p.expect('switch').start;
  const value = parenthesized(p);
  p.expect('{');
  const sections: SwitchSection[] = [];
  while (p.is('case') || p.is('default')) sections.push(parseSection(p));
  p.expect('}');
  return { kind: 'switch', value, sections, start, end: p.previousEnd };
}

function parseSection(p: Cursor): SwitchSection {
  const start = p.peek().start;
  const labels: SwitchLabel[] = [];
  while (startsLabel(p)) labels.push(parseLabel(p));
  const statements = parseStatements(p, () => p.is('}') || startsLabel(p));
  return { labels, statements, start, end: p.previousEnd };
}

function startsLabel(p: Cursor): boolean {
  return p.is('case') || (p.is('default') && p.is(':', 1));
}

function parseLabel(p: Cursor): SwitchLabel {
  const { start, text } = p.next();
  if (text === 'default') {
    p.expect(':');
    return { kind: 'default', start, end: p.previousEnd };
  }
  const pattern = parsePattern(p);
  const when = p.take('when') ? p.grammar.expression(p) : undefined;
  p.expect(':');
  return { kind: 'case', pattern, when, start, end: p.previousEnd };
}

function parseGoto(p: Cursor): Statement {
  const start = p.expect('goto').start;
  if (p.take('case')) {
    const value = p.grammar.expression(p);
    p.expect(';');
    return { kind: 'goto', target: 'case', value, start, end: p.previousEnd };
  }
  if (!p.take('default')) {
    const { text, ...labelSpan } = p.identifier();
    p.expect(';');
    return { kind: 'gotoLabel', label: text, labelSpan, start, end: p.previousEnd };
  }
  p.expect(';');
  return { kind: 'goto', target: 'default', value: undefined, start, end: p.previousEnd };
}

function parseYield(p: Cursor): Statement {
  const { start } = p.next();
  const value = p.next().text === 'return' ? p.grammar.expression(p) : undefined;
  p.expect(';');
  return { kind: 'yield', value, start, end: p.previousEnd };
}

function parseTry(p: Cursor): Statement {
  const start = p.expect('try').start;
  const block = parseBlock(p);
  const catches: CatchClause[] = [];
  while (p.is('catch')) catches.push(parseCatch(p));
  const finallyBlock = p.take('finally') ? parseBlock(p) : undefined;
  if (catches.length === 0 && !finallyBlock) {
    p.fail('CS1524', 'Expected catch or finally', { start: block.end - 1, end: block.end });
  }
  return { kind: 'try', block, catches, finallyBlock, start, end: p.previousEnd };
}

function parseCatch(p: Cursor): CatchClause {
  const start = p.expect('catch').start;
  let type: CatchClause['type'];
  let name: CatchClause['name'];
  if (p.take('(')) {
    type = parseType(p);
    if (p.isIdentifier()) name = p.identifier();
    p.expect(')');
  }
  let filter: Expression | undefined;
  if (p.take('when')) filter = parenthesized(p);
  const block = parseBlock(p);
  return { type, name, filter, block, start, end: p.previousEnd };
}

function parseUsing(p: Cursor): Statement {
  const token = p.expect('using');
  if (!p.is('(')) p.newer('using declarations', '8.0', token);
  p.next();
  const resource = startsDeclaration(p) ? parseLocal(p, p.peek().start, false) : p.grammar.expression(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'using', resource, body, start: token.start, end: p.previousEnd };
}
