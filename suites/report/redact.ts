/** What may be written into reports: texts without anything that could be a credential. */
import type { CheckResult } from '../run/result.ts';

/** Shapes of secrets, the most specific first. What stands before a value is kept: it says what was there. */
const shapes: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, '[token]'],
  [/\b(Bearer|Basic|DPoP)\s+(?!challenge\b)[\w~+/=.-]{8,}/gi, '$1 [redacted]'],
  [
    /\b((?:access_|refresh_|id_)?token|code|code_verifier|client_secret|client_assertion|assertion|password|passwd|secret|sig|x-functions-key|subscription-key)(["']?\s*[=:]\s*["']?)(?!https?:\/\/)[^\s"'&,;}]{6,}/gi,
    '$1$2[redacted]',
  ],
  // long runs of base64, base64url or hex; paths have separators, and identifiers hyphens at short distances
  [/(?<![\w/.-])[A-Za-z0-9+_]{40,}={0,2}(?![\w/.-])/g, '[redacted]'],
];

/** A text without token shapes. */
export function redact(text: string): string {
  return shapes.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text);
}

/** A result as reports get it: the one door through which they see anything. */
export function redactedResult(result: CheckResult): CheckResult {
  return result.reason === undefined ? result : { ...result, reason: redact(result.reason) };
}
