/** docs/configuration.md: every key of `sallyport.config.*`, from its schema. */
import { configurationJsonSchema } from '../../cli/configuration/schema.ts';
import { block, cell, code, table } from './markdown.ts';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** What may stand at a place, in words. */
function form({ type, enum: values, items, anyOf, additionalProperties }: Schema): string {
  if (values) return values.map((value) => code(String(value))).join(', ');
  if (anyOf) return [...new Set(anyOf.map(form))].join('; or ');
  if (type === 'array') return `list of ${items ? form(items) : 'anything'}`;
  if (type === 'object') return typeof additionalProperties === 'object' ? 'a value for each name' : 'the keys below';
  return type ?? 'any value';
}

/** Rows for the keys of an object, those of its objects and lists included. */
function rows(schema: Schema, path: string): (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const fallback = property.default === undefined ? '' : code(String(property.default));
    const row = [code(own), form(property), fallback, cell(property.description ?? '')];
    // its keys are those of the table
    if (own === 'deployments') return [row];
    const values = typeof property.additionalProperties === 'object' ? property.additionalProperties : undefined;
    const inner = [
      ...rows(property, own),
      ...(property.items ? rows(property.items, `${own}[]`) : []),
      ...[values, ...(values?.anyOf ?? [])].flatMap((each) => (each ? rows(each, `${own}.NAME`) : [])),
    ];
    return [row, ...inner];
  });
}

const example = `topology: broker
mcp: { path: /mcp/sse, transport: sse }
hosts:
  func-example.azurewebsites.net: http://127.0.0.1:7071
namedValues:
  greeting: hello
  partner-key: { env: PARTNER_KEY }
parameterFiles: [infra/prod.tfvars]
waivers:
  - { check: cors.origin, reason: ticket 7, owner: team-x, expires: 2026-12-31 }`;

const several = `topology: direct
namedValues:
  tenant-name: contoso
deployments:
  services/orders:
    parameterFiles: [services/orders/prod.tfvars]
  services/invoices/infra/main.bicep:
    topology: gateway-obo
    mcp: { path: /invoices/mcp }
    namedValues:
      partner-key: { env: PARTNER_KEY }`;

export function page(): string {
  const schema = configurationJsonSchema() as Schema;
  return `# Configuration

\`sallyport.config.yaml\` lies in the folder that is judged (or \`--config\` names it); \`.json\`, \`.ts\`, \`.mts\`, \`.js\`
and \`.mjs\` with a default export are read too. None is needed where the files of a deployment say everything;
\`sallyport init FOLDER\` writes one in which what was guessed is commented out. Unknown keys are errors that name the
valid ones, with the line. \`sallyport init --schema\` prints the JSON Schema, for editors.

${block(example, 'yaml')}

A repository with several deployments needs one file, above them, that lists them. What it says at its top holds for all;
under a deployment stands what is different there: \`parameters\`, \`namedValues\` and \`hosts\` join those of the top name
by name, other keys replace theirs. \`sallyport gate services/orders\` finds the file by itself, in the folder or above it
in the repository; a file in the deployment's own folder is the only one that counts.

${block(several, 'yaml')}

Secrets are never written in it: \`{ env: NAME }\` names the environment variable that holds one.

${table(['key', 'is', 'unless told', 'for'], rows(schema, ''))}

## What is read

| layout | found by | what is read |
|---|---|---|
| own manifest | \`service.json\` | everything: it says roles itself |
| azd, Bicep | \`infra/main.bicep\`, \`main.bicep\`, or Bicep files that nobody has as a module | resources with their modules and loops, \`loadTextContent\` and its like, parameter files |
| ARM | \`azuredeploy.json\`, \`mainTemplate.json\`, \`template.json\`, or every template of a folder | nested and linked templates, \`copy\`, variables, functions, \`*.parameters.json\` |
| Terraform | \`.tf\` files in the folder, \`infra\`, \`terraform\` or \`infra/terraform\` | azurerm, azapi and azuread with local modules, \`for_each\`, \`count\`, \`dynamic\`, \`templatefile\`, \`terraform.tfvars\`, \`*.auto.tfvars\` |
| APIOps | \`apis/NAME/apiInformation.json\` | the tree of the toolkit or of its command line, workspaces, an environment's overrides |
| plain | XML whose root is \`<policies>\` or \`<fragment>\` | the policies; \`service\` in the configuration says which API they are of |

What a deployment decides when it runs is not known here. Hosts, application ids, identities and tenants get a stand-in that
the mock knows; other values are named, with file and line, and a word stands in for them until the configuration gives one.
`;
}
