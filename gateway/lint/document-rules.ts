import type { ProblemKind } from '../document/problem.ts';
import type { RuleMetadata } from './rule.ts';

/** What the reader itself reports, as rules. */
export const documentRules: Readonly<Record<ProblemKind, RuleMetadata>> = {
  markup: {
    id: 'malformed-document',
    title: 'Policy documents are well-formed outside their expressions',
    severity: 'error',
    help: 'Azure refuses to save the document. Expressions may hold raw quotes and <, everything else is XML.',
  },
  expression: {
    id: 'unclosed-expression',
    title: 'Expressions are closed and are the whole value',
    severity: 'error',
    help: 'Balance the brackets and quotes of the expression; join literal text to it in C#, not beside it.',
  },
  format: {
    id: 'format-mismatch',
    title: 'The policy can be deployed in the format that its deployment names',
    severity: 'error',
    help: "Deploy the policy in format 'rawxml', or write &quot; &lt; and &amp; in its expressions.",
    see: 'https://learn.microsoft.com/rest/api/apimanagement/api-policy/create-or-update#policycontentformat',
  },
  'named-value': {
    id: 'unknown-named-value',
    title: 'Named values exist',
    severity: 'error',
    help: 'Azure refuses to save a policy that refers to an unknown named value. Create it first, or mend the name.',
    see: 'https://learn.microsoft.com/azure/api-management/api-management-howto-properties',
  },
  limit: {
    id: 'document-too-large',
    title: 'Documents stay within the limits of the reader',
    severity: 'error',
    help: 'Split the document into fragments. API Management itself takes at most 512 KiB.',
  },
};

/** What the expression compiler reports, as a rule. */
export const expressionRule: RuleMetadata = {
  id: 'invalid-expression',
  title: 'Expressions compile',
  severity: 'error',
  help: 'Azure compiles expressions when a policy is saved, as C# 7 against the allowed .NET types, and refuses what fails.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policy-expressions',
};
