export { documentRules, expressionRule } from './document-rules.ts';
export { checkerOf, type ExpressionChecker } from './expressions.ts';
export type { Finding } from './finding.ts';
export {
  type LintReport,
  lintService,
  lintSources,
} from './lint.ts';
export type { RuleMetadata } from './rule.ts';
export { rules } from './rules/index.ts';
