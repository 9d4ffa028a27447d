export { documentRules, expressionRule } from './document-rules.ts';
export { checkerOf, type ExpressionChecker, type ExpressionFault } from './expressions.ts';
export type { Finding } from './finding.ts';
export {
  type LintOptions,
  type LintReport,
  type LintTotals,
  lintService,
  lintSources,
  type ServiceLintOptions,
} from './lint.ts';
export type { Found, Rule, RuleContext, RuleMetadata, Severity } from './rule.ts';
export { rules } from './rules/index.ts';
