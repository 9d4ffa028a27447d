import { inherits } from '../../dotnet/core/hierarchy.ts';
import { named } from '../../dotnet/core/type-ref.ts';
import type { Expression, NameSyntax, QueryClause, Span } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import type { Binder } from './binder.ts';
import type { Bound } from './bound.ts';
import { shortName } from './display.ts';
import { lookupMember } from './lookup.ts';

type Clause<K extends QueryClause['kind']> = QueryClause & { readonly kind: K };

/**
 * Binds a query expression by translating it to method calls (C# spec 12.20.3). Where several range variables are in
 * scope, they travel in nested anonymous objects, and their names are read through members of the lambda's parameter.
 */
export function bindQuery(binder: Binder, node: Expression & { kind: 'query' }): Bound {
  const translated = translate(node);
  const [first] = node.clauses;
  if (first?.kind === 'from' && !first.type) {
    const { result } = binder.speculate(() => binder.expression(first.source));
    const method = firstMethod(translated);
    if (hasType(result) && !inherits(result.type, ENUMERABLE) && !lookupMember(result.type, method)) {
      const message = `Could not find an implementation of the query pattern for source type '${shortName(result.type)}'.  '${method}' not found.`;
      return binder.error('CS1936', message, first.source);
    }
  }
  return binder.expression(translated);
}

const ENUMERABLE = named('System.Collections.IEnumerable');

/** The method that the innermost call of a translated query names. */
function firstMethod(node: Expression): string {
  let name = 'Select';
  for (let each = node; each.kind === 'call' && each.target.kind === 'member'; each = each.target.target) {
    if (!each.isQuery) break;
    name = each.target.name.name;
  }
  return name;
}

/** The range variables in scope and how each is read from the lambda's parameter. */
interface State {
  source: Expression;
  /** Name of the parameter of the next lambda. */
  parameter: string;
  /** Path from the parameter to each variable: `[]` when the parameter is the variable. */
  paths: Map<string, readonly string[]>;
  count: number;
  /** Clauses translated so far. */
  steps: number;
}

function translate(node: Expression & { kind: 'query' }): Expression {
  const [first, ...rest] = node.clauses as [Clause<'from'>, ...QueryClause[]];
  const state: State = {
    source: first.type ? call(first.source, 'Cast', [], first, [first.type]) : first.source,
    parameter: first.name,
    paths: new Map([[first.name, []]]),
    count: 0,
    steps: 0,
  };
  for (const clause of rest) {
    step(state, clause);
    state.steps++;
  }
  return state.source;
}

function step(state: State, clause: QueryClause): void {
  switch (clause.kind) {
    case 'where':
      state.source = call(state.source, 'Where', [over(state, clause.condition)], clause);
      return;
    case 'select': {
      const trivial =
        clause.value.kind === 'name' &&
        clause.value.name === state.parameter &&
        state.paths.get(state.parameter)?.length === 0;
      // `from x in xs where … select x` needs no projection; a query of nothing else still does.
      if (!trivial || state.steps === 0)
        state.source = call(state.source, 'Select', [over(state, clause.value)], clause);
      return;
    }
    case 'group': {
      const args = [over(state, clause.key), over(state, clause.value)];
      state.source = call(state.source, 'GroupBy', args, clause);
      return;
    }
    case 'into':
      state.parameter = clause.name;
      state.paths = new Map([[clause.name, []]]);
      state.steps = -1;
      return;
    case 'let': {
      const pair = combine(state, clause.name, clause.value, clause);
      state.source = call(state.source, 'Select', [pair], clause);
      extend(state, clause.name);
      return;
    }
    case 'from': {
      const source = clause.type ? call(clause.source, 'Cast', [], clause, [clause.type]) : clause.source;
      state.source = call(
        state.source,
        'SelectMany',
        [over(state, source), pairLambda(state, clause.name, clause)],
        clause,
      );
      extend(state, clause.name);
      return;
    }
    case 'join':
      join(state, clause);
      return;
    case 'orderby':
      for (const [i, { key, descending }] of clause.orderings.entries()) {
        const method = `${i === 0 ? 'OrderBy' : 'ThenBy'}${descending ? 'Descending' : ''}`;
        state.source = call(state.source, method, [over(state, key)], clause);
      }
  }
}

function join(state: State, clause: Clause<'join'>): void {
  const source = clause.type ? call(clause.source, 'Cast', [], clause, [clause.type]) : clause.source;
  const inner = lambda([clause.name], clause.right, clause);
  const name = clause.into ?? clause.name;
  const pair = pairLambda(state, name, clause);
  const args = [source, over(state, clause.left), inner, pair];
  state.source = call(state.source, clause.into ? 'GroupJoin' : 'Join', args, clause);
  extend(state, name);
}

/** After combining, the old parameter and the new variable are the two properties of the new one. */
function extend(state: State, name: string): void {
  const before = state.parameter;
  const paths = new Map<string, readonly string[]>();
  for (const [variable, path] of state.paths) paths.set(variable, [before, ...path]);
  paths.set(name, [name]);
  state.paths = paths;
  state.parameter = `__query${++state.count}`;
}

/** `(outer) => new { outer, name = value }` */
function combine(state: State, name: string, value: Expression, span: Span): Expression {
  const members = [
    { name: state.parameter, value: nameNode(state.parameter, span), span },
    { name, value: replace(state, value), span },
  ];
  return lambda([state.parameter], { kind: 'anonymousObject', members, ...at(span) }, span);
}

/** `(outer, name) => new { outer, name }` */
function pairLambda(state: State, name: string, span: Span): Expression {
  const members = [
    { name: state.parameter, value: nameNode(state.parameter, span), span },
    { name, value: nameNode(name, span), span },
  ];
  return lambda([state.parameter, name], { kind: 'anonymousObject', members, ...at(span) }, span);
}

/** A lambda over the current range variables. */
function over(state: State, body: Expression): Expression {
  return lambda([state.parameter], replace(state, body), body);
}

/** Replaces range variables by their paths; nothing is to be done while the parameter is the only one. */
function replace(state: State, node: Expression): Expression {
  if (state.paths.size === 1 && state.paths.get(state.parameter)?.length === 0) return node;
  return {
    kind: 'rangeScope',
    parameter: state.parameter,
    paths: state.paths,
    value: node,
    start: node.start,
    end: node.end,
  };
}

function lambda(names: readonly string[], body: Expression, span: Span): Expression {
  const parameters = names.map((name) => ({
    name,
    nameSpan: at(span),
    type: undefined,
    modifier: '' as const,
    defaultValue: undefined,
    ...at(span),
  }));
  return { kind: 'lambda', parameters, body, arrow: at(span), anonymousMethod: false, isQuery: true, ...at(span) };
}

function call(
  target: Expression,
  method: string,
  args: readonly Expression[],
  span: Span,
  typeArgs?: NameSyntax['typeArgs'],
): Expression {
  const name: NameSyntax = { name: method, typeArgs, ...at(span) };
  const wrapped = args.map((value) => ({ name: undefined, modifier: '' as const, value, ...at(value) }));
  const member: Expression = { kind: 'member', target, name, start: target.start, end: span.end };
  return { kind: 'call', isQuery: true, target: member, args: wrapped, start: target.start, end: span.end };
}

function nameNode(name: string, span: Span): Expression {
  return { kind: 'name', name, typeArgs: undefined, ...at(span) };
}

function at(span: Span): Span {
  return { start: span.start, end: span.end };
}

/** Binds an expression in which names stand for paths into the query's combined element. */
export function bindRangeScope(binder: Binder, node: Expression & { kind: 'rangeScope' }): Bound {
  return binder.inScope((scope) => {
    const { parent } = scope;
    for (const [name, path] of node.paths) {
      const read = (span: Span): Bound => {
        let target: Expression = nameNode(node.parameter, span);
        for (const step of path)
          target = { kind: 'member', target, name: { name: step, typeArgs: undefined, ...at(span) }, ...at(span) };
        const inner = binder.scope;
        // The parameter itself is looked up outside, where the path starts.
        binder.scope = parent ?? inner;
        try {
          return binder.expression(target);
        } finally {
          binder.scope = inner;
        }
      };
      scope.add({ name, span: node, read });
    }
    return binder.expression(node.value);
  });
}
