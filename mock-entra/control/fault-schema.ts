/** A fault as JSON, for the control API over HTTP. */
import * as z from 'zod';

const endpoints = [
  ...(['authorize', 'token', 'devicecode', 'logout', 'adminconsent', 'discovery', 'keys', 'instance'] as const),
  ...(['userrealm', 'pages', 'graph', 'identity', 'imds', 'github', 'issuer'] as const),
] as const;

const texts = z.record(z.string(), z.string());
/** Absent members stay absent, as the types of faults ask. */
const optional = <Schema extends z.ZodType>(schema: Schema) => z.exactOptional(schema);
const retryAfter = optional(z.int().min(0).max(86_400));

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('error'),
    code: z.int().positive(),
    values: optional(texts),
    error: optional(z.string()),
    suberror: optional(z.string()),
    status: optional(z.int().min(400).max(599)),
    claims: optional(z.string()),
    retryAfter,
  }),
  z.strictObject({ kind: z.literal('accessToken'), token: z.string() }),
  z.strictObject({ kind: z.literal('idToken'), token: z.string() }),
  z.strictObject({ kind: z.literal('members'), members: z.record(z.string(), z.unknown()) }),
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('cut') }),
  z.strictObject({ kind: z.literal('badJson') }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    retryAfter,
    body: optional(z.string()),
  }),
  z.strictObject({
    kind: z.literal('odata'),
    status: z.int().min(400).max(599),
    code: z.string(),
    message: z.string(),
    retryAfter,
  }),
  z.strictObject({ kind: z.literal('claimsChallenge'), claims: z.string() }),
  z.strictObject({ kind: z.literal('staleKeys') }),
]);

/** A fault as JSON. */
export const faultSchema = z.strictObject({
  endpoint: z.enum(endpoints),
  match: optional(texts),
  effect,
  times: optional(z.int().positive()),
});
