/** The configuration that `sallyport init` writes: what was guessed is a comment, what is missing is to be filled in. */
import { relative } from 'node:path';
import { stringify } from 'yaml';
import { guessHosts, topologyGuess } from '../../fixtures/topologies/foreign/index.ts';
import { guessEndpoint, type Loaded, type LoadedService } from '../../gateway/load/index.ts';

const comment = (text: string): string => text.replace(/^/gm, '# ');

/** A block of YAML under one key, commented out or not. */
function block(value: object, commented: boolean): string {
  const text = stringify(value).trimEnd();
  return commented ? comment(text) : text;
}

function serviceText(loaded: LoadedService): string[] {
  const endpoint = guessEndpoint(loaded);
  const lines = [
    '# What is commented out is guessed; take the comment away to change it.',
    block({ topology: topologyGuess(loaded.service) }, true),
    endpoint
      ? block({ mcp: { path: endpoint.path, transport: endpoint.transport } }, true)
      : `# where MCP clients connect, below the gateway\n${block({ mcp: { path: '/mcp' } }, true)}`,
  ];
  if (endpoint && !guessEndpoint({ ...loaded, mcpStandIn: false }))
    lines.push(
      '# no MCP server shows; true calls an API in its place, as above, an id another one, and false judges nothing',
      block({ mcpStandIn: true }, true),
    );
  const hosts = Object.fromEntries(guessHosts(loaded).map(({ host, part }) => [host, part]));
  if (Object.keys(hosts).length > 0) {
    lines.push(
      '',
      "# What answers at a host: the stubs 'cosmos', 'mcp', 'functions' and 'rest', or your own\n# server on this machine, such as http://127.0.0.1:7071.",
      block({ hosts }, true),
    );
  }
  lines.push(...namedValueLines(loaded));
  const parameters = [...(loaded.standIns?.keys() ?? [])];
  if (parameters.length > 0) {
    lines.push(
      '',
      '# Only a deployment knows these; words stand in for them. Give parameters of the deployment, or named values:',
      ...parameters.map((name) => comment(name)),
      comment('parameters: {}'),
    );
  }
  return lines;
}

/** The name of an environment variable for a named value. */
const variableOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');

/** One commented block for named values: what they are guessed to be, and those that no file says. */
function namedValueLines(loaded: LoadedService): string[] {
  const declared = new Map(loaded.service.namedValues.map((value) => [value.name, value]));
  const guessed = loaded.guesses.filter(({ name }) => declared.get(name)?.role);
  const missing = loaded.gaps.flatMap((gap) => ('name' in gap && typeof gap.name === 'string' ? [gap.name] : []));
  if (guessed.length === 0 && missing.length === 0) return [];
  const line = (name: string, value: unknown): string =>
    comment(
      `  ${stringify({ [name]: value }, { collectionStyle: 'flow', lineWidth: 0 })
        .trim()
        .slice(1, -1)
        .trim()}`,
    );
  const lines = ['', '# Named values.', '# namedValues:'];
  if (guessed.length > 0) {
    lines.push('#   # roles that were guessed from how policies use them');
    for (const { name, role } of new Map(guessed.map((guess) => [guess.name, guess])).values())
      lines.push(line(name, { role }));
  }
  const known = new Set(guessed.map(({ name }) => name));
  const unknown = [...new Set(missing)].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    lines.push('#   # no file says these; made-up words stand in. Of secrets the name of a variable, never the value');
    for (const name of unknown) lines.push(line(name, declared.get(name)?.secret ? { env: variableOf(name) } : ''));
  }
  return lines;
}

/** The text of a new configuration. @param folder where it will lie */
export function configurationText(loaded: Loaded, folder: string): string {
  const head = ["# Sallyport configuration. 'sallyport init --schema' prints its JSON Schema.", ''];
  if (loaded.layout !== 'plain') return `${[...head, ...serviceText(loaded)].join('\n')}\n`;
  const files = loaded.sources.map(({ file }) => relative(folder, file).replaceAll('\\', '/'));
  const [first = 'policy.xml'] = files;
  const example = {
    service: {
      apis: [
        {
          id: 'mcp',
          path: 'mcp',
          serviceUrl: 'https://server.example/mcp',
          policy: first,
          operations: [{ id: 'any', method: '*', urlTemplate: '/*' }],
        },
      ],
    },
    hosts: { 'server.example': 'mcp' },
    mcp: { path: '/mcp' },
  };
  return `${[
    ...head,
    '# Nothing says which API these documents are of:',
    ...files.slice(0, 50).map((file) => comment(file)),
    ...(files.length > 50 ? [comment(`and ${files.length - 50} more`)] : []),
    '',
    stringify(example).trimEnd(),
  ].join('\n')}\n`;
}
