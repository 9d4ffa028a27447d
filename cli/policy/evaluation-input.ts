import { z } from 'zod';

function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key ${(issue.keys as string[]).map((key) => `'${key}'`).join(', ')}; valid keys are ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({});
/** Text as it is; anything else is sent as JSON. */
const body = z.json().optional();

/**
 * What `--variables` holds: names and values of `context.Variables`. Taken as it was parsed, since a record would lose
 * the name `__proto__`.
 */
export const variablesSchema = z.custom<Readonly<Record<string, z.infer<ReturnType<typeof z.json>>>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'Invalid input: expected an object of names and values',
);

/** What `--request` holds. */
export const requestSchema = strict({
  method: z.string().default('GET'),
  url: z.url({ protocol: /^https?$/ }).default('https://gateway.example/'),
  headers,
  body,
  ipAddress: z.string().default('127.0.0.1'),
  matchedParameters: z.record(z.string(), z.string()).default({}),
});

/** What `--response` holds. */
export const responseSchema = strict({
  statusCode: z.int().min(100).max(999).default(200),
  statusReason: z.string().default('OK'),
  headers,
  body,
});

export type VariablesInput = z.infer<typeof variablesSchema>;
export type RequestInput = z.infer<typeof requestSchema>;
export type ResponseInput = z.infer<typeof responseSchema>;
