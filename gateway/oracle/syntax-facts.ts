import { parsePolicyExpression } from '../expressions/parse/index.ts';
import type { Expression, NameSyntax, TypeSyntax } from '../expressions/parse/syntax.ts';

/** Any node of the syntax tree, for a walk that does not care which. */
type Node = { readonly kind?: string } & Readonly<Record<string, unknown>>;

/**
 * What an expression uses, in the census' terms: `binary +`, `static string.IsNullOrEmpty()`, `method Split`, `cast int`…
 * Empty when the text is not C#.
 */
export function syntaxFacts(text: string): Set<string> {
  const facts = new Set<string>();
  try {
    const root = parsePolicyExpression(text);
    walk(root as unknown as Node, text, facts);
    if (root.kind === 'body') {
      const after = root.block.statements.findIndex(({ kind }) => kind === 'return');
      if (after >= 0 && root.block.statements.slice(after).some(({ kind }) => kind === 'localFunction'))
        facts.add('localFunction after return');
    }
  } catch {
    return facts;
  }
  if (/\/\/|\/\*/.test(text.replace(/https?:\/\//g, ''))) facts.add('comment');
  return facts;
}

function walk(node: Node, text: string, facts: Set<string>): void {
  if (node.kind !== undefined) note(node, text, facts);
  if ('typeArgs' in node && node.typeArgs) {
    const name = node as unknown as NameSyntax;
    facts
      .add('generic name')
      .add(`generic ${name.name}<${(name.typeArgs ?? []).map((type) => spell(type, text)).join(',')}>`);
  }
  for (const [key, child] of Object.entries(node)) {
    if (node.kind === 'call' && key === 'target') noteCallee(child as Expression, text, facts);
    else walkAll(child, text, facts);
  }
}

function walkAll(child: unknown, text: string, facts: Set<string>): void {
  if (Array.isArray(child)) for (const each of child) walkAll(each, text, facts);
  else if (typeof child === 'object' && child !== null) walk(child as Node, text, facts);
}

function spell(node: { readonly start: number; readonly end: number }, text: string): string {
  return text.slice(node.start, node.end).replaceAll(/\s+/g, '');
}

/** `a.b.c` when the node is nothing but names; undefined otherwise. Type arguments read `<>`. */
function chain(node: Expression): string | undefined {
  if (node.kind === 'name') return node.typeArgs ? `${node.name}<>` : node.name;
  if (node.kind === 'predefined') return node.name;
  if (node.kind !== 'member') return undefined;
  const target = chain(node.target);
  return target === undefined ? undefined : `${target}.${node.name.name}${node.name.typeArgs ? '<>' : ''}`;
}

function noteChain(name: string, facts: Set<string>): void {
  facts.add(name.startsWith('context.') ? `context ${name}` : `static ${name}`);
}

function noteCallee(target: Expression, text: string, facts: Set<string>): void {
  const name = chain(target);
  if (name !== undefined) noteChain(`${name}()`, facts);
  if (target.kind === 'member') {
    facts.add('member').add(`method ${target.name.name}`);
    if (target.name.typeArgs) walk(target.name as unknown as Node, text, facts);
    walkAll(target.target, text, facts);
  } else walkAll(target, text, facts);
}

/** Facts of one node beside its kind. */
const NOTES: Readonly<Record<string, (node: never, text: string, facts: Set<string>) => void>> = {
  binary: ({ op }: { op: string }, _, facts) => facts.add(`binary ${op}`),
  unary: ({ op }: { op: string }, _, facts) => facts.add(`unary ${op}`),
  increment: ({ op }: { op: string }, _, facts) => facts.add(`increment ${op}`),
  assignment: ({ op }: { op: string }, _, facts) => facts.add(`assignment ${op}`),
  member: (node: Expression & { kind: 'member' }, _, facts) => {
    facts.add(`property ${node.name.name}`);
    const name = chain(node);
    if (name !== undefined) noteChain(name, facts);
  },
  literal: (node: Expression & { kind: 'literal' }, text, facts) => {
    facts.add(`literal ${node.value.kind}`);
    if (text.startsWith('@"', node.start)) facts.add('literal verbatim');
  },
  interpolated: (node: Expression & { kind: 'interpolated' }, text, facts) => {
    if (text.startsWith('$@', node.start)) facts.add('interpolated verbatim');
    for (const part of node.parts) {
      if (part.kind !== 'hole') continue;
      facts.add('interpolated hole');
      if (part.format !== undefined) facts.add('interpolated format');
      if (text.slice(part.start, part.end).includes('"')) facts.add('interpolated nested quotes');
    }
  },
  conditionalAccess: ({ whenPresent }: Expression & { kind: 'conditionalAccess' }, _, facts) => {
    let left: Expression = whenPresent;
    while ((left.kind === 'member' || left.kind === 'call' || left.kind === 'index') && left.target.kind !== 'receiver')
      left = left.target;
    facts.add(`conditionalAccess ${left.kind === 'index' ? 'index' : 'member'}`);
  },
  cast: ({ type }: { type: TypeSyntax }, text, facts) => facts.add(`cast ${spell(type, text)}`),
  as: ({ type }: { type: TypeSyntax }, text, facts) => facts.add(`as ${spell(type, text)}`),
  isPattern: ({ pattern }: Expression & { kind: 'isPattern' }, text, facts) => {
    if (pattern.kind !== 'declarationPattern') return;
    facts.add('isPattern declaration').add(`is pattern ${spell(pattern.type, text)}`);
  },
  new: ({ type }: { type: TypeSyntax }, text, facts) => facts.add(`new ${spell(type, text)}`),
  newArray: (node: Expression & { kind: 'newArray' }, text, facts) => {
    if (node.element) facts.add(`new ${spell(node.element, text)}[]`);
    else facts.add('newArray implicit');
  },
  initializer: ({ items }: { items: readonly { kind: string }[] }, _, facts) => {
    for (const { kind } of items) facts.add(`initializer ${kind}`);
  },
  local: (node: { type: TypeSyntax | undefined; isConst: boolean }, text, facts) => {
    facts.add(node.type ? 'local typed' : 'local var').add(`local ${node.type ? spell(node.type, text) : 'var'}`);
    if (node.isConst) facts.add('const');
  },
  foreach: ({ type }: { type: TypeSyntax | undefined }, text, facts) =>
    facts.add(`local ${type ? spell(type, text) : 'var'}`),
  localFunction: ({ parameters }: { parameters: readonly { type: TypeSyntax | undefined }[] }, text, facts) => {
    for (const { type } of parameters) if (type) facts.add(`parameter ${spell(type, text)}`);
  },
  lambda: ({ parameters }: { parameters: readonly { type: TypeSyntax | undefined }[] | undefined }, text, facts) => {
    for (const { type } of parameters ?? []) if (type) facts.add(`parameter ${spell(type, text)}`);
  },
  call: ({ args }: { args: readonly { modifier: string }[] }, _, facts) => {
    if (args.some(({ modifier }) => modifier === 'out')) facts.add('out argument');
  },
  if: ({ otherwise }: { otherwise: unknown }, _, facts) => {
    if (otherwise) facts.add('else');
  },
  expression: (_, __, facts) => facts.add('statement expression'),
  try: (node: { catches: readonly { type: TypeSyntax | undefined }[]; finallyBlock: unknown }, text, facts) => {
    for (const { type } of node.catches) {
      facts.add(type ? 'catch typed' : 'catch bare');
      if (type) facts.add(`catch ${spell(type, text)}`);
    }
    if (node.finallyBlock) facts.add('finally');
  },
};

function note(node: Node, text: string, facts: Set<string>): void {
  facts.add(String(node.kind));
  NOTES[String(node.kind)]?.(node as never, text, facts);
}
