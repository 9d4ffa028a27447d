import type { Cursor } from './cursor.ts';
import { parseDeclaration, parseLocal, startsDeclaration, terminated } from './declarations.ts';
import { embedded, parenthesized } from './embedded.ts';
import { parseFor, parseForeach } from './loops.ts';
import { parseTry, parseUsing } from './protected-blocks.ts';
import { parseSwitch } from './switches.ts';
import type { Block, Statement } from './syntax.ts';
import { scanType } from './types.ts';

/** Reads `{ … }`. */
export function parseBlock(p: Cursor): Block {
  return p.nest(() => {
    const start = p.expect('{').start;
    const statements: Statement[] = [];
    while (!p.is('}') && p.peek().kind !== 'end') statements.push(parseStatement(p));
    p.expect('}');
    return { kind: 'block', statements, start, end: p.previousEnd };
  });
}

/** Reads one statement, declarations included. */
export function parseStatement(p: Cursor): Statement {
  return p.nest(() => statement(p));
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
  if (token.text === 'async' && isFunctionAfterAsync(p)) {
    p.fail('APIM', 'Async local functions are not supported in policy expressions', token);
  }
  const awaits = token.text === 'await' && p.isIdentifier(1) && ['(', '.', ';', '['].includes(p.peek(2).text);
  if (!awaits && startsDeclaration(p)) return parseDeclaration(p);
  const value = p.grammar.expression(p);
  p.expect(';');
  return { kind: 'expression', value, start, end: p.previousEnd };
}

/** Whether `async` begins a local function: a type, a name and parameters follow. */
function isFunctionAfterAsync(p: Cursor): boolean {
  const name = p.is('void', 1) ? p.at + 2 : scanType(p, p.at + 1);
  return name > 0 && p.token(name).kind === 'identifier' && ['(', '<'].includes(p.token(name + 1).text);
}

function parseIf(p: Cursor): Statement {
  const start = p.expect('if').start;
  const condition = parenthesized(p);
  const then = embedded(p);
  const otherwise = p.take('else') ? embedded(p) : undefined;
  return { kind: 'if', condition, then, otherwise, start, end: p.previousEnd };
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
