/** `sallyport.config.*`: what policies do not say themselves. The zod value is the one source; types and JSON Schema follow. */
import { z } from 'zod';
import { roles } from '../../gateway/index.ts';
import { manifestSchema } from '../../gateway/load/index.ts';
import { topologies } from '../../suites/deployment.ts';

const path = z.string().min(1);
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of an environment variable' });

const secret = z
  .strictObject({ env: name.describe('Environment variable that holds the value.') })
  .describe('A secret: only the name of the environment variable that holds it is written here.');

const namedValue = z.union([
  z.string().max(4096).describe('The value. Not for secrets.'),
  secret,
  z.strictObject({ role: z.enum(roles).describe('What the value stands for; the harness supplies it.') }),
]);

const loopback = z.string().regex(/^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?\/?$/, {
  error: "must be 'cosmos', 'mcp', 'functions', 'rest', or a server on this machine such as http://127.0.0.1:7071",
});

/** What may be said of one deployment, or of all. */
const members = {
  topology: z.enum(topologies).optional().describe('Which design they are judged as; guessed unless told.'),
  mcp: z
    .strictObject({
      path: z
        .string()
        .regex(/^\//, { error: "must begin with '/'" })
        .describe('Where MCP clients connect, below the gateway.'),
      transport: z.enum(['streamable', 'sse']).default('streamable'),
    })
    .optional(),
  mcpStandIn: z
    .union([z.boolean(), z.string().min(1)])
    .optional()
    .describe(
      'What is called where no MCP server shows: true, which it is unless told, for the first API that validates tokens, else the first; the id of another API; or false, with which there is nothing to judge.',
    ),
  tool: z
    .string()
    .min(1)
    .optional()
    .describe('A tool that checks may call without arguments, where your own server answers.'),
  parameters: z
    .record(z.string(), z.json())
    .optional()
    .describe('Values of the deployment: parameters of Bicep and ARM templates, variables of Terraform.'),
  parameterFiles: z
    .array(path)
    .optional()
    .describe(
      'Files of such values, relative to this file: .tfvars and .tfvars.json of Terraform, parameter files of ARM. Later ones win, and parameters over all.',
    ),
  overrides: path
    .optional()
    .describe(
      'Configuration of an environment by which the publisher of APIOps changes artifacts, relative to this file.',
    ),
  format: z.enum(['rawxml', 'xml']).optional().describe('How plain policy files are deployed; rawxml unless told.'),
  namedValues: z
    .record(z.string(), namedValue)
    .optional()
    .describe('Named values by name, for what the files do not say or for what they should be here.'),
  hosts: z
    .record(
      z.string().regex(/^[A-Za-z0-9.-]+(?::\d{1,5})?$/, { error: 'must be a host name' }),
      z.union([z.enum(['cosmos', 'mcp', 'functions', 'rest']), loopback]),
    )
    .optional()
    .describe('What answers at a host that policies call: a stub, or a server on this machine.'),
  leaveOut: z.array(z.string()).optional().describe('Ids of APIs that are not to be loaded.'),
  waivers: z
    .array(
      z.strictObject({
        check: z.string().min(1).describe('Id of the check that may fail.'),
        reason: z.string().min(1).describe('Why that is accepted for now.'),
        owner: z.string().min(1).describe('Who answers for it.'),
        expires: z.iso
          .date({ error: 'must be a date such as 2026-12-31' })
          .describe('Last day on which it counts, in UTC.'),
      }),
    )
    .optional()
    .describe('Failures that somebody answers for until a date.'),
  service: manifestSchema
    .omit({ $schema: true, name: true })
    .optional()
    .describe('For plain policy files: the service around them, with files relative to the folder of the policies.'),
};

/** The configuration, as it is written. */
export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  policies: path
    .optional()
    .describe('Folder of the policies, relative to this file; the folder of this file unless told.'),
  ...members,
  deployments: z
    .record(path, z.strictObject(members))
    .optional()
    .describe(
      'Where one file configures several: folders or files of deployments, relative to this file, each with the keys of this table that are different for it.',
    ),
});

/** A configuration file, read and checked. */
export type Configuration = z.output<typeof configurationSchema>;

/** The JSON Schema, for editors. What `service` may hold, the schema of `service.json` says. */
export function configurationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input' });
  const description =
    'For plain policy files: the members of service.json, but its name; files relative to the folder.';
  const briefly = ({ properties, ...rest }: typeof schema): typeof schema => ({
    ...rest,
    properties: { ...properties, service: { type: 'object', description } },
  });
  const { deployments } = schema.properties ?? {};
  const own = typeof deployments === 'object' ? deployments.additionalProperties : undefined;
  if (typeof deployments === 'object' && typeof own === 'object')
    deployments.additionalProperties = briefly(own as typeof schema);
  return {
    title: 'Sallyport configuration',
    description: 'What API Management policies do not say themselves, so that they can be run and judged offline.',
    ...briefly(schema),
  };
}
