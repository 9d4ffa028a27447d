export { type DocumentLimits, documentLimits } from './limits.ts';
export { type NamedValueUse, type Substitution, substituteNamedValues } from './named-values.ts';
export { azureMessage, type PolicyProblem, type ProblemKind, problemLine } from './problem.ts';
export { type PolicyDocument, type ReadOptions, readPolicy } from './read-policy.ts';
export { LineIndex, type TextPosition } from './text-position.ts';
export {
  attribute,
  childElements,
  expressionsOf,
  type PlacedExpression,
  type PolicyAttribute,
  type PolicyComment,
  type PolicyElement,
  type PolicyExpression,
  type PolicyNode,
  type PolicyText,
  type PolicyValue,
  type Span,
  textValue,
} from './tree.ts';
