import { underlyingNullable } from '../../../dotnet/core/box.ts';
import type { TypeRef } from '../../../dotnet/core/type-ref.ts';
import { EnumValue } from '../../../dotnet/core/values.ts';
import type { Statement, SwitchLabel, SwitchSection } from '../../parse/syntax.ts';
import { hasType } from '../best-common-type.ts';
import { type Binder, isError, type SwitchTargets } from '../binder.ts';
import { type Bound, type BoundPattern, type BoundStatement, type BoundSwitchSection, NO_TYPE } from '../bound.ts';
import { bindCondition } from '../conditions.ts';
import { listEndReachable } from '../flow/reachability.ts';
import { bindPattern } from '../patterns.ts';
import { bindValueOrUntyped } from '../values.ts';
import { bindStatements } from './blocks.ts';

/** Binds a switch statement with constant and type patterns. */
export function bindSwitch(binder: Binder, node: Statement & { kind: 'switch' }): BoundStatement {
  let value = bindValueOrUntyped(binder, node.value);
  if (!isError(value) && !hasType(value)) {
    value = binder.error('CS8119', "The switch expression must be a value; found '<null>'.", node.value);
  }
  const temp = binder.temp(value.type, node.value);
  const outer = binder.switchTargets;
  const targets: SwitchTargets = { requests: [], valueType: underlyingNullable(value.type) ?? value.type };
  binder.switchTargets = targets;
  binder.loops.push('switch');
  // All sections share one declaration space for their statements.
  const result = binder.inScope((scope) => {
    const bodies = node.sections.map((section, i) =>
      bindSection(binder, section, value.type, i === node.sections.length - 1),
    );
    const block: BoundStatement = { kind: 'switch', value, temp, sections: bodies, span: node };
    return { kind: 'block', variables: scope.variables, statements: [block], span: node } as BoundStatement & {
      kind: 'block';
    };
  });
  binder.loops.pop();
  binder.switchTargets = outer;
  const [statement] = result.statements;
  if (statement?.kind === 'switch') {
    checkLabels(binder, node.sections, statement.sections);
    resolveTargets(binder, targets, statement.sections);
  }
  return result;
}

function bindSection(binder: Binder, section: SwitchSection, type: TypeRef, isLast: boolean): BoundSwitchSection {
  return binder.inScope((scope) => {
    const labels = section.labels.map((label) => bindLabel(binder, label, type));
    const body = bindStatements(binder, section.statements);
    if (listEndReachable(body)) {
      const last = section.labels.at(-1);
      if (last) {
        const text = labelText(binder, last);
        const message = isLast
          ? `Control cannot fall out of switch from final case label ('${text}')`
          : `Control cannot fall through from one case label ('${text}') to another`;
        binder.report(isLast ? 'CS8070' : 'CS0163', message, last);
      }
    }
    return { labels, body, variables: scope.variables };
  });
}

function labelText(binder: Binder, label: SwitchLabel): string {
  return binder.text.slice(label.start, label.end);
}

function bindLabel(binder: Binder, label: SwitchLabel, type: TypeRef): BoundSwitchSection['labels'][number] {
  if (label.kind === 'default') return { kind: 'default' };
  const pattern = bindPattern(binder, label.pattern, type, true);
  const when: Bound | undefined = label.when && bindCondition(binder, label.when);
  return { kind: 'case', pattern, when };
}

/** The value of a constant label as text that is equal for equal values. */
function labelKey(pattern: BoundPattern): string | undefined {
  if (pattern.kind !== 'constant' || pattern.type === NO_TYPE.error) return undefined;
  const { value } = pattern;
  if (value instanceof EnumValue) return `enum ${value.value}`;
  return `${typeof value} ${String(value)}`;
}

function checkLabels(binder: Binder, nodes: readonly SwitchSection[], sections: readonly BoundSwitchSection[]): void {
  const seen = new Set<string>();
  let defaults = 0;
  for (const [i, section] of sections.entries()) {
    for (const [j, label] of section.labels.entries()) {
      const node = nodes[i]?.labels[j] as SwitchLabel;
      const key = label.kind === 'default' ? 'default' : label.when ? undefined : labelKey(label.pattern);
      if (key === undefined) continue;
      if (label.kind === 'default' ? defaults++ > 0 : seen.has(key)) {
        const text = label.kind === 'default' ? 'default' : binder.text.slice(node.start + 4, node.end - 1).trim();
        binder.report('CS0152', `The switch statement contains multiple cases with the label value '${text}'`, node);
      }
      seen.add(key);
    }
  }
}

function resolveTargets(binder: Binder, { requests }: SwitchTargets, sections: readonly BoundSwitchSection[]): void {
  for (const { label, target, span } of requests) {
    const key =
      label === 'default'
        ? 'default'
        : labelKey({ kind: 'constant', value: label.value, type: NO_TYPE.null, inputType: NO_TYPE.null });
    target.section = sections.findIndex((section) =>
      section.labels.some((each) => (each.kind === 'default' ? key === 'default' : labelKey(each.pattern) === key)),
    );
    if (target.section >= 0) continue;
    const text = label === 'default' ? 'default:' : `case ${String(label.value)}:`;
    binder.report('CS0159', `No such label '${text}' within the scope of the goto statement`, span);
  }
}
