import { azureMessage, type PolicyProblem } from '../document/problem.ts';
import { type PolicyDocument, readPolicy } from '../document/read-policy.ts';
import { expressionsOf, type PolicyElement } from '../document/tree.ts';
import { type Usage, usagesOf } from '../load/usage.ts';
import type { PolicySource, ServiceModel } from '../model.ts';
import { documentRules, expressionRule } from './document-rules.ts';
import type { ExpressionChecker, ExpressionFault } from './expressions.ts';
import type { Finding } from './finding.ts';
import type { Rule, RuleMetadata } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { misplacedElement } from './rules/misplaced-element.ts';
import { missingPart } from './rules/missing-part.ts';
import { notEmulated } from './rules/not-emulated.ts';
import { undocumentedSection } from './rules/undocumented-section.ts';
import { unexpectedText } from './rules/unexpected-text.ts';
import { unknownFragment } from './rules/unknown-fragment.ts';
import type { PolicyDefinitions } from './schema-walk.ts';
import { standIns } from './stand-in.ts';

export interface LintOptions {
  /** Left out, expressions are counted and not compiled. */
  readonly expressions?: ExpressionChecker;
  /** Left out, elements and attributes are not compared with their schemas. */
  readonly policies?: PolicyDefinitions;
  /** All, unless told. */
  readonly rules?: readonly Rule[];
}

/** Documents and expressions counted. */
export interface LintTotals {
  readonly documents: number;
  /** Read without a problem. */
  readonly loaded: number;
  readonly corrupt: number;
  readonly expressions: number;
  /** Compiled without an error. */
  readonly bound: number;
  /** Elements that the offline gateway skips: how often each stands. */
  readonly notEmulated: Readonly<Record<string, number>>;
}

/** What was found, and in how much. */
export interface LintReport {
  readonly totals: LintTotals;
  /** By file, line and column. */
  readonly findings: readonly Finding[];
}

/** Lints documents that belong to no known service: named values stay in the text, and nothing outside is looked at. */
export function lintSources(sources: readonly PolicySource[], options: LintOptions = {}): LintReport {
  const linter = new Linter(options, undefined);
  for (const source of sources) linter.document(readPolicy(source), []);
  return linter.report();
}

export interface ServiceLintOptions extends LintOptions {
  /** Content of named values that get it from elsewhere; those without any count as known. */
  readonly namedValues?: Readonly<Record<string, string>>;
  /** Whether the service may have named values and fragments that its files do not show; unknown ones are warnings then. */
  readonly partial?: boolean;
  /** Documents beside the service's own, which are judged like those of no service. */
  readonly others?: readonly PolicySource[];
}

/** Lints all policies of a service. */
export function lintService(service: ServiceModel, options: ServiceLintOptions = {}): LintReport {
  // What only the deployment knows stays a reference, around which the rest is judged.
  const namedValues = new Map(
    service.namedValues.map(({ name, value }) => [name, options.namedValues?.[name] ?? value ?? `{{${name}}}`]),
  );
  const linter = new Linter(options, service);
  const usages = usagesOf(service);
  for (const [source, places] of usages) linter.document(readPolicy(source, { namedValues }), places);
  const known = new Set([...usages.keys()].map(({ file }) => file));
  const others = new Linter({ ...options, partial: false }, undefined, linter);
  for (const source of options.others ?? []) if (!known.has(source.file)) others.document(readPolicy(source), []);
  return linter.report();
}

/** Rules about what may exist in Azure without being in the files. */
const mayBeElsewhere = new Set([documentRules['named-value'].id, unknownFragment.id]);

/** Rules that would only repeat, for every element, that a document is not well-formed. */
const aboutStructure = new Set(
  [misplacedElement, missingPart, undocumentedSection, unexpectedText].map(({ id }) => id),
);

/** Attributes whose expression has to be a bool. */
const conditions: ReadonlySet<string> = new Set(['condition', 'increment-condition']);

/** What is known of a place at which the compiler only sees text that is no C#. */
function hint(text: string, offset: number): string {
  return /^[$#]\{[\w.-]+\}/.test(text.slice(offset, offset + 80))
    ? '. A placeholder that a template engine was to replace?'
    : '';
}

class Linter {
  private readonly rules: readonly Rule[];
  private readonly expressions: ExpressionChecker | undefined;
  private readonly policies: PolicyDefinitions | undefined;
  private readonly service: ServiceModel | undefined;
  private readonly partial: boolean;
  private readonly findings: Finding[];
  private readonly totals: { documents: number; loaded: number; corrupt: number; expressions: number; bound: number };
  private readonly notEmulated: Map<string, number>;

  /** @param shared whose report this one adds to */
  constructor(options: ServiceLintOptions, service: ServiceModel | undefined, shared?: Linter) {
    this.rules = options.rules ?? allRules;
    this.expressions = options.expressions;
    this.policies = options.policies;
    this.service = service;
    this.partial = options.partial ?? false;
    this.findings = shared?.findings ?? [];
    this.totals = shared?.totals ?? { documents: 0, loaded: 0, corrupt: 0, expressions: 0, bound: 0 };
    this.notEmulated = shared?.notEmulated ?? new Map();
  }

  document(document: PolicyDocument, usages: readonly Usage[]): void {
    const { root, problems } = document;
    this.totals.documents++;
    // A document whose named values are missing is sound itself.
    if (problems.every(({ kind }) => kind === 'named-value')) this.totals.loaded++;
    else this.totals.corrupt++;
    for (const problem of problems) this.add(documentRules[problem.kind], problem);
    if (!root) return;
    this.compile(document, root);
    const context = { service: this.service, policies: this.policies, usages };
    const broken = problems.some(({ kind }) => kind === 'markup');
    for (const rule of this.rules) {
      if (broken && aboutStructure.has(rule.id)) continue;
      for (const { offset, element, message } of rule.check(root, document, context)) {
        if (rule === notEmulated && element) {
          this.notEmulated.set(element.name, (this.notEmulated.get(element.name) ?? 0) + 1);
        }
        this.add(rule, problemAt(document, offset, element, message));
      }
    }
  }

  private compile(document: PolicyDocument, root: PolicyElement): void {
    const { expressions } = this;
    for (const { policy, attribute, expression } of expressionsOf(root)) {
      this.totals.expressions++;
      if (!expressions || !expression.complete) continue;
      const condition = attribute !== undefined && conditions.has(attribute.name);
      const errors = this.check(expressions, expression.text, condition);
      if (errors.length === 0) this.totals.bound++;
      const said = new Set<string>();
      for (const { offset, length, message } of errors) {
        const shown = expression.holdsNamedValue(offset, offset + length)
          ? 'The expression does not compile with the named value that is inserted here.'
          : message + hint(expression.text, offset);
        // The same mistake made again in one expression is mended in one go.
        if (said.has(shown)) continue;
        said.add(shown);
        this.add(expressionRule, problemAt(document, expression.sourceOffset(offset), policy, shown));
      }
    }
  }

  /** What does not compile, whatever the content of named values that are not known. */
  private check(expressions: ExpressionChecker, text: string, condition: boolean): readonly ExpressionFault[] {
    const errors = expressions.check(text, condition);
    if (errors.length === 0) return errors;
    const others = standIns(text).map((other) => expressions.check(other, condition));
    return others.find((found) => found.length === 0) ?? others[0] ?? errors;
  }

  private add(rule: RuleMetadata, problem: Omit<PolicyProblem, 'kind'>): void {
    const { file, line, column, element } = problem;
    const { id } = rule;
    const severity = this.partial && mayBeElsewhere.has(id) ? 'warning' : rule.severity;
    this.findings.push({
      rule: id,
      severity,
      file,
      line,
      column,
      ...(element && { element: element.name }),
      message: severity === 'error' && element ? azureMessage(problem) : problem.message,
    });
  }

  report(): LintReport {
    const order = (a: Finding, b: Finding) =>
      a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
    const skipped = [...this.notEmulated].sort(([a], [b]) => (a < b ? -1 : 1));
    const totals = { ...this.totals, notEmulated: Object.fromEntries(skipped) };
    return { totals, findings: this.findings.sort(order) };
  }
}

function problemAt(
  document: PolicyDocument,
  offset: number,
  element: PolicyElement | undefined,
  message: string,
): Omit<PolicyProblem, 'kind'> {
  return {
    file: document.source.file,
    offset,
    ...document.position(offset),
    element: element && { name: element.name, ...document.position(element.nameSpan.start) },
    message,
  };
}
