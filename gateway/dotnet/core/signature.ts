/**
 * Parser of the C# signatures that key the members of a declared type (see define.ts for the forms). It yields syntax
 * only; definition.ts resolves the names to types.
 */

/** A type as a signature writes it. */
export interface TypeSyntax {
  /** Dotted name, possibly a keyword: `int`, `List`, `System.Uri`. */
  readonly name: string;
  readonly args: readonly TypeSyntax[];
  readonly nullable: boolean;
  /** Number of `[]` after the name. */
  readonly ranks: number;
}

/** One parameter of a signature. */
export interface ParameterSyntax {
  readonly name: string;
  readonly type: TypeSyntax;
  readonly modifier: '' | 'ref' | 'out' | 'params' | 'this';
  /** Source text of the default value, when there is one. */
  readonly defaultText?: string;
}

/** What a signature declares. */
export interface SignatureSyntax {
  readonly kind: 'method' | 'constructor' | 'property' | 'indexer' | 'operator' | 'implicit' | 'explicit' | 'constant';
  readonly name: string;
  readonly isStatic: boolean;
  readonly typeParameters: readonly string[];
  readonly parameters: readonly ParameterSyntax[];
  /** Type of the property, constant, indexer or result; undefined for a constructor. */
  readonly type: TypeSyntax | undefined;
  readonly settable: boolean;
}

/** A signature that cannot be read; a defect of the declaration, never of an expression. */
export class SignatureError extends Error {
  constructor(signature: string, expected: string) {
    super(`cannot read the signature '${signature}': expected ${expected}`);
    this.name = 'SignatureError';
  }
}

const TOKEN =
  /\s*([A-Za-z_][\w.]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d[\w.]*|\+\+|--|<<|>>(?=\s*\()|[=!<>]=|[^\s])/y;

class Reader {
  readonly text: string;
  readonly tokens: string[] = [];
  at = 0;

  constructor(text: string) {
    this.text = text;
    TOKEN.lastIndex = 0;
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) this.tokens.push(match[1] ?? '');
  }

  peek(ahead = 0): string {
    return this.tokens[this.at + ahead] ?? '';
  }

  next(): string {
    return this.tokens[this.at++] ?? '';
  }

  take(token: string): boolean {
    if (this.peek() !== token) return false;
    this.at++;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new SignatureError(this.text, `'${token}' before '${this.peek()}'`);
  }

  identifier(): string {
    const token = this.next();
    if (!/^[A-Za-z_]/.test(token)) throw new SignatureError(this.text, `a name, not '${token}'`);
    return token;
  }

  type(): TypeSyntax {
    const name = this.identifier();
    const args: TypeSyntax[] = [];
    if (this.take('<')) {
      do {
        if (this.peek() === 'in' || this.peek() === 'out') this.next();
        args.push(this.type());
      } while (this.take(','));
      this.expect('>');
    }
    const nullable = this.take('?');
    let ranks = 0;
    while (this.peek() === '[' && this.peek(1) === ']') {
      this.at += 2;
      ranks++;
    }
    return { name, args, nullable, ranks };
  }

  parameters(close: ')' | ']'): ParameterSyntax[] {
    const list: ParameterSyntax[] = [];
    if (this.take(close)) return list;
    do {
      const word = this.peek();
      const modifier = word === 'ref' || word === 'out' || word === 'params' || word === 'this' ? word : '';
      if (modifier || word === 'in') this.next();
      const type = this.type();
      const name = this.identifier();
      if (this.take('=')) list.push({ name, type, modifier, defaultText: this.defaultValue() });
      else list.push({ name, type, modifier });
    } while (this.take(','));
    this.expect(close);
    return list;
  }

  private defaultValue(): string {
    const first = this.next();
    if (first !== 'default' || !this.take('(')) return first;
    this.type();
    this.expect(')');
    return 'default';
  }
}

/** Reads a type name on its own, as `base` and `interfaces` of a declaration hold it. */
export function parseTypeSyntax(text: string): TypeSyntax {
  const reader = new Reader(text);
  const type = reader.type();
  if (reader.peek() !== '') throw new SignatureError(text, 'the end');
  return type;
}

/**
 * Reads one signature.
 * @throws SignatureError when it has none of the documented forms
 */
export function parseSignature(text: string): SignatureSyntax {
  const reader = new Reader(text);
  let isStatic = reader.take('static');
  const isConstant = reader.take('const');
  isStatic ||= isConstant;
  const base = { isStatic, typeParameters: [] as string[], parameters: [] as ParameterSyntax[], settable: false };

  const conversion = reader.peek();
  if ((conversion === 'implicit' || conversion === 'explicit') && reader.peek(1) === 'operator') {
    reader.at += 2;
    const type = reader.type();
    reader.expect('(');
    return { ...base, kind: conversion, name: conversion, type, parameters: reader.parameters(')') };
  }

  const type = reader.type();
  if (reader.peek() === '(') {
    reader.next();
    return { ...base, kind: 'constructor', name: type.name, type: undefined, parameters: reader.parameters(')') };
  }
  if (reader.take('operator')) {
    const name = reader.next();
    reader.expect('(');
    return { ...base, kind: 'operator', name, type, parameters: reader.parameters(')') };
  }
  const name = reader.identifier();
  if (isConstant) return { ...base, kind: 'constant', name, type };
  if (name === 'this' && reader.take('[')) {
    const parameters = reader.parameters(']');
    return { ...base, kind: 'indexer', name, type, parameters, settable: accessors(reader) };
  }
  if (reader.peek() === '{') return { ...base, kind: 'property', name, type, settable: accessors(reader) };
  const typeParameters: string[] = [];
  if (reader.take('<')) {
    do typeParameters.push(reader.identifier());
    while (reader.take(','));
    reader.expect('>');
  }
  reader.expect('(');
  return { ...base, kind: 'method', name, type, typeParameters, parameters: reader.parameters(')') };
}

function accessors(reader: Reader): boolean {
  reader.expect('{');
  let settable = false;
  while (!reader.take('}')) {
    const word = reader.identifier();
    if (word === 'set') settable = true;
    reader.expect(';');
  }
  return settable;
}

/**
 * The name under which a signature is found, without reading all of it: lookups touch only the members they need.
 * Constructors are `.ctor`, indexers `this`, operators `operator +`, conversions `implicit` and `explicit`.
 */
export function signatureName(text: string): string {
  const operator = /\boperator\s*([^\s(\w]+|true|false)\s*\(/.exec(text);
  if (operator) return `operator ${operator[1]}`;
  if (/\bimplicit operator\b/.test(text)) return 'implicit';
  if (/\bexplicit operator\b/.test(text)) return 'explicit';
  if (text.startsWith('const ')) return text.slice(text.lastIndexOf(' ') + 1);
  const paren = text.indexOf('(');
  const brace = text.indexOf('{');
  if (brace >= 0 && (paren < 0 || brace < paren)) {
    return /\bthis\s*\[/.test(text) ? 'this' : (/(\w+)\s*\{/.exec(text)?.[1] ?? text);
  }
  if (paren < 0) throw new SignatureError(text, "'(' or '{'");
  let end = paren;
  while (text[end - 1] === ' ') end--;
  if (text[end - 1] === '>') {
    let depth = 0;
    do {
      end--;
      if (text[end] === '>') depth++;
      else if (text[end] === '<') depth--;
    } while (depth > 0 && end > 0);
  }
  let start = end;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start--;
  return start === 0 ? '.ctor' : text.slice(start, end);
}
