import { z } from 'zod';
import { roles } from '../model.ts';

/** An object that refuses unknown keys and says which there are. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const unknown = (issue.keys as string[]).map((key) => `'${key}'`).join(', ');
      return `unknown key ${unknown}; valid keys are ${Object.keys(shape).join(', ')}`;
    },
  });
}

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._=;-]{0,79}$/, {
  error: 'must be 1 to 80 letters, digits, hyphens, dots or underscores, beginning with a letter or digit',
});
const role = z.enum(roles).describe('What the value stands for; the harness supplies it.');
const policy = z.string().min(1).describe('Policy file, relative to this file.');
const url = z.url({ protocol: /^https?$/, error: 'must be an absolute http or https URL' });

const jsonSchema = z.record(z.string(), z.unknown());

const header = strict({
  name: z.string().min(1),
  required: z.boolean().default(false),
  schema: jsonSchema.optional().describe('JSON Schema of the value; a string when left out.'),
});

const operation = strict({
  id,
  name: z.string().optional().describe('Display name; the id when left out.'),
  method: z
    .string()
    .regex(/^(\*|[A-Z]+)$/, { error: "must be an HTTP method in upper case, or '*'" })
    .describe("HTTP method in upper case, or '*' for any."),
  urlTemplate: z
    .string()
    .regex(/^\//, { error: "must begin with '/'" })
    .describe('Path below the API, with parameters in braces: /users/{id}.'),
  description: z.string().optional(),
  parameters: z
    .array(
      strict({
        name: z.string().min(1),
        in: z.enum(['template', 'query']),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: jsonSchema.optional().describe('JSON Schema of the value; a string when left out.'),
      }),
    )
    .optional()
    .describe('Parameters that an MCP tool of the operation asks for.'),
  body: jsonSchema.optional().describe('JSON Schema of the request body.'),
  headers: z.array(header).optional().describe('Headers of requests, for validate-parameters.'),
  responses: z
    .array(
      strict({
        status: z.int().min(100).max(599),
        headers: z.array(header).optional(),
        content: z
          .array(
            strict({
              type: z.string().min(1).describe('Media type without parameters.'),
              schema: jsonSchema.optional(),
              examples: z.array(z.unknown()).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional()
    .describe('Responses, for validate-status-code, validate-headers, validate-content and mock-response.'),
  policy: policy.optional(),
});

const mcp = z.union(
  [
    strict({
      tools: z.array(
        strict({
          name: z.string().min(1),
          description: z.string().optional(),
          api: z.string().describe('Id of the API.'),
          operation: z.string().describe('Id of its operation.'),
        }),
      ),
    }),
    strict({
      transport: z.enum(['streamable', 'sse']),
      uriTemplate: z
        .string()
        .regex(/^\//, { error: "must begin with '/'" })
        .optional()
        .describe("Path of the endpoint below the backend's URL; none when that is the endpoint itself."),
    }),
  ],
  { error: "needs either 'tools' (operations of REST APIs) or 'transport' (an existing server, the backend)" },
);

const api = strict({
  id,
  name: z.string().optional().describe('Display name; the id when left out.'),
  path: z
    .string()
    .regex(/^(?!\/)(.*[^/])?$/, { error: "must have no '/' at its beginning or end" })
    .describe('Path below the gateway; empty for its root.'),
  serviceUrl: url.optional().describe('Where requests are forwarded unless a policy says otherwise.'),
  backend: z.string().optional().describe('Id of a backend, instead of serviceUrl.'),
  subscriptionRequired: z.boolean().default(false),
  policy: policy.optional(),
  mcp: mcp.optional().describe('Makes the API an MCP server, at /mcp below its path.'),
  operations: z.array(operation).default([]).describe('None for an MCP server.'),
})
  .refine((value) => value.serviceUrl === undefined || value.backend === undefined, {
    error: "has both 'serviceUrl' and 'backend'; keep one",
  })
  .refine((value) => value.mcp === undefined || value.operations.length === 0, {
    error: "is an MCP server and has 'operations'; its endpoints are its operations",
  });

const product = strict({
  id,
  name: z.string().optional().describe('Display name; the id when left out.'),
  subscriptionRequired: z.boolean().default(true),
  apis: z.array(z.string()).describe('Ids of the APIs it holds.'),
  policy: policy.optional(),
});

const namedValue = strict({
  value: z.string().max(4096).optional(),
  role: role.optional(),
  secret: z.boolean().default(false).describe('Masked in every output.'),
}).refine((value) => value.value !== undefined || value.role !== undefined, {
  error: "needs 'value' or 'role'",
});

const seconds = z.number().positive();

const backend = strict({
  url: url.optional(),
  role: role.optional(),
  pool: z
    .array(
      strict({
        backend: z.string().describe('Id of a backend that is no pool.'),
        weight: z.int().min(1).max(100).optional().describe('Share among members of one priority; 1 when left out.'),
        priority: z.int().min(1).max(100).optional().describe('Lower ones serve first; 1 when left out.'),
      }),
    )
    .min(1)
    .optional(),
  sessionCookie: z
    .string()
    .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/)
    .optional()
    .describe('Of a pool: name of the cookie that keeps a session with one member (session awareness).'),
  circuitBreaker: strict({
    count: z.int().min(1).describe('Failures that trip it.'),
    intervalSeconds: seconds.describe('Time in which they count.'),
    statusCodes: z.array(strict({ min: z.int().min(200).max(599), max: z.int().min(200).max(599) })).default([]),
    tripSeconds: seconds,
    acceptRetryAfter: z.boolean().default(false),
  }).optional(),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Headers for every request; named values are replaced.'),
  query: z.record(z.string(), z.string()).optional().describe('Query parameters for every request.'),
}).refine((value) => [value.url, value.role, value.pool].filter((each) => each !== undefined).length === 1, {
  error: "needs either 'url', 'role' or 'pool'",
});

/** The service model beside its policies: `service.json`. */
export const manifestSchema = strict({
  $schema: z.string().optional(),
  name: z.string().min(1),
  format: z
    .enum(['rawxml', 'xml'])
    .default('rawxml')
    .describe('Format that the policies are deployed in: rawxml takes raw quotes in expressions, xml needs entities.'),
  policy: policy.optional().describe('Policy of the global scope.'),
  fragments: z.record(id, policy).default({}).describe('Policy fragments: id -> file.'),
  namedValues: z
    .record(
      z.string().regex(/^[A-Za-z0-9._-]{1,256}$/, { error: 'must be letters, digits, dots, underscores or hyphens' }),
      namedValue,
    )
    .default({}),
  backends: z.record(id, backend).default({}),
  products: z.array(product).default([]),
  apis: z.array(api),
});

/** A `service.json`, read and checked. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The JSON Schema of `service.json`, for editors. */
export function manifestJsonSchema(): Record<string, unknown> {
  return {
    title: 'Sallyport service manifest',
    description:
      'APIs, operations, products, named values and backends of an API Management service, with their policies.',
    ...z.toJSONSchema(manifestSchema, { io: 'input' }),
  };
}
