/** Policies of a folder with the configuration beside them: what `gate`, `test` and `up` run. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type ForeignOptions, guessHosts, topologyGuess } from '../../fixtures/topologies/foreign/index.ts';
import type { ServiceModel } from '../../gateway/index.ts';
import {
  guessEndpoint,
  LoadError,
  type LoadedService,
  type LoadProblem,
  load,
  loadMapped,
  loadProblemLine,
  manifestFile,
} from '../../gateway/load/index.ts';
import type { Topology } from '../../suites/deployment.ts';
import type { Waiver } from '../../suites/run/waivers.ts';
import { closest } from '../closest.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { configurationFor } from './deployments.ts';
import { loadOptions } from './load-options.ts';
import type { FoundConfiguration } from './read-configuration.ts';
import type { Configuration } from './schema.ts';

export type OpenedPolicies = (
  | /** Our own manifest, which says everything itself. */
  { readonly kind: 'manifest'; readonly folder: string; readonly topology?: Topology }
  | { readonly kind: 'foreign'; readonly options: ForeignOptions; readonly notes: readonly string[] }
) & { readonly waivers: readonly Waiver[] };

/** What a configuration may say beside a manifest, which has everything else itself. */
const besideManifest = new Set(['$schema', 'policies', 'topology', 'waivers']);

const saysMore = ({ configuration }: FoundConfiguration): boolean =>
  Object.keys(configuration).some((key) => !besideManifest.has(key));

/**
 * Opens the policies at a path.
 * @param path a folder, or a file of a layout
 * @param configurationFile named by the user; looked for in the folder, and above it for several, unless told
 * @throws CommandError when nothing there can be run, saying what to give
 */
export async function openPolicies(
  path: string,
  configurationFile?: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenedPolicies> {
  if (!existsSync(path)) throw new CommandError(`'${path}' does not exist; give a folder with policies`);
  if (basename(path) === manifestFile) return openPolicies(dirname(path), configurationFile, environment);
  const { found, path: chosen } = await configurationFor(path, configurationFile);
  const target =
    found?.configuration.policies === undefined ? chosen : resolve(found.folder, found.configuration.policies);
  if (!existsSync(target)) throw new CommandError(`${found?.file ?? target}: policies: '${target}' does not exist`);
  const { waivers = [], topology } = found?.configuration ?? {};
  if (!(found && saysMore(found)) && existsSync(join(target, manifestFile))) {
    return { kind: 'manifest', folder: target, ...(topology ? { topology } : {}), waivers };
  }
  const loaded = await loadService(target, found);
  return { kind: 'foreign', ...foreignOptions(loaded, found, environment), waivers };
}

/** What is at a path, as a service. @throws CommandError when it is none */
async function loadService(path: string, found: FoundConfiguration | undefined): Promise<LoadedService> {
  const { service } = found?.configuration ?? {};
  if (found && service) {
    const manifest = JSON.stringify({ name: 'service', ...service });
    try {
      return await loadMapped(path, found.file, manifest);
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      // lines are those of a text that the user has never seen
      const problems = error.problems.map(({ path: place, message }) => ({
        file: found.file,
        message: place === undefined ? message : `service.${message}`,
      }));
      throw new LoadError(problems);
    }
  }
  const loaded = await load(path, await loadOptions(found));
  if (found?.configuration.overrides !== undefined && loaded.layout !== 'plain' && loaded.layout !== 'apiops') {
    throw new CommandError(
      `${found.file}: overrides: is for an artifact tree of APIOps, and '${path}' is ${loaded.layout}`,
    );
  }
  if (loaded.layout !== 'plain') return loaded;
  throw new CommandError(
    [plainMessage(path, loaded.sources.length, loaded.choices), ...reasonLines(loaded.reasons)].join('\n'),
    exitCode.nothing,
  );
}

/** Deployments that a message names; a user knows what else is there. */
const mostChoices = 20;

/** What to say of a folder with several deployments. */
export function choiceMessage(path: string, choices: readonly string[]): string {
  const named = choices.slice(0, mostChoices).join(', ');
  const more = choices.length > mostChoices ? ` and ${choices.length - mostChoices} more` : '';
  return `'${path}' has ${choices.length} deployments; name one of them: ${named}${more}`;
}

/** Why a folder can't be run as it is, and what to do. */
function plainMessage(path: string, count: number, choices: readonly string[]): string {
  if (choices.length > 0) return choiceMessage(path, choices);
  if (count === 0) return `there are no policies in '${path}', so there is nothing to judge`;
  return (
    `'${path}' has ${count} policy document${count === 1 ? '' : 's'}, and nothing says which API they are of: ` +
    "give 'service' in sallyport.config.yaml ('sallyport init' writes one)"
  );
}

/** Reasons shown; more of them say nothing new. */
const mostReasons = 8;

/** Why what looks like a deployment was not taken for one, a line each. */
export function reasonLines(reasons: readonly LoadProblem[]): string[] {
  const lines = [...new Set(reasons.map((reason) => `not loaded: ${loadProblemLine(reason)}`))];
  const more = lines.length - mostReasons;
  return more > 0 ? [...lines.slice(0, mostReasons), `and ${more} more`] : lines;
}

/** The service without the APIs that are not wanted. @throws CommandError for one that is not there */
function without(service: ServiceModel, ids: readonly string[], file: string): ServiceModel {
  const unknown = ids.find((id) => service.apis.every((api) => api.id !== id));
  if (unknown !== undefined) {
    const known = service.apis.map(({ id }) => id).join(', ');
    throw new CommandError(`${file}: leaveOut: there is no API '${unknown}' (there are ${known})`);
  }
  return { ...service, apis: service.apis.filter(({ id }) => !ids.includes(id)) };
}

/** Values of named values. @throws CommandError for secrets written down, and variables that are not set */
function namedValues(
  { namedValues: given = {} }: Configuration,
  loaded: LoadedService,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): { values: Record<string, string>; roles: Map<string, NonNullable<ServiceModel['namedValues'][number]['role']>> } {
  const values: Record<string, string> = {};
  const roles = new Map<string, NonNullable<ServiceModel['namedValues'][number]['role']>>();
  const known = new Map(loaded.service.namedValues.map((value) => [value.name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(given)) {
    const declared = known.get(name.toLowerCase());
    const exact = declared?.name ?? name;
    if (typeof value === 'string') {
      if (declared?.secret) {
        throw new CommandError(
          `${file}: namedValues.${name}: is a secret; give { env: NAME } with the variable that holds it`,
        );
      }
      values[exact] = value;
    } else if ('env' in value) {
      const content = environment[value.env];
      if (!content)
        throw new CommandError(`${file}: namedValues.${name}: environment variable ${value.env} is not set`);
      values[exact] = content;
    } else roles.set(exact, value.role);
  }
  return { values, roles };
}

/** What policies are run with, and what was guessed for it, line by line. */
function foreignOptions(
  loaded: LoadedService,
  found: FoundConfiguration | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly options: ForeignOptions; readonly notes: readonly string[] } {
  const configuration: Configuration = found?.configuration ?? {};
  const file = found?.file ?? 'sallyport.config.yaml';
  const { values, roles } = namedValues(configuration, loaded, file, environment);
  const { topology, mcp, hosts, tool, leaveOut = [] } = configuration;
  const kept = without(loaded.service, leaveOut, file);
  const service: ServiceModel = {
    ...kept,
    namedValues: kept.namedValues.map((value) => {
      const role = roles.get(value.name);
      return role ? { name: value.name, secret: value.secret, role } : value;
    }),
  };
  const derived = new Map([...loaded.derived].filter(([name]) => !roles.has(name)));
  const guesses = loaded.guesses.filter(({ name }) => !roles.has(name) && !(name in values));
  const own = withStandIn({ ...loaded, service, derived, guesses }, configuration, file);
  return {
    options: {
      loaded: own,
      ...(topology ? { topology } : {}),
      ...(mcp ? { endpoint: mcp } : {}),
      ...(tool === undefined ? {} : { tool }),
      namedValues: values,
      ...(hosts ? { hosts: hosts as NonNullable<ForeignOptions['hosts']> } : {}),
    },
    notes: [...notesOf(own, configuration, new Set(Object.keys(values))), ...unusedNotes(loaded, configuration)],
  };
}

/** The service with what is called where no MCP server shows. @throws CommandError when there is nothing to call */
function withStandIn(loaded: LoadedService, { mcpStandIn, mcp }: Configuration, file: string): LoadedService {
  if (mcpStandIn === undefined) return loaded;
  const own: LoadedService = { ...loaded, mcpStandIn };
  if (mcpStandIn === false && !mcp && !guessEndpoint(own)) {
    throw new CommandError(
      `${file}: mcpStandIn: no MCP server shows, and no other API is to be called in its place: give 'mcp.path', or take 'mcpStandIn: false' away`,
      exitCode.nothing,
    );
  }
  const { apis } = loaded.service;
  if (typeof mcpStandIn === 'string' && apis.every(({ id }) => id !== mcpStandIn)) {
    const known = apis.map(({ id }) => id).join(', ');
    throw new CommandError(`${file}: mcpStandIn: there is no API '${mcpStandIn}' (there are ${known})`);
  }
  return own;
}

/** What a configuration says of named values and hosts that nothing has, which is a slip of the pen most of the time. */
function unusedNotes(loaded: LoadedService, configuration: Configuration): string[] {
  const { namedValues: given = {}, hosts = {}, mcpStandIn, mcp } = configuration;
  const names = loaded.service.namedValues.map(({ name }) => name);
  const declared = new Set(names.map((name) => name.toLowerCase()));
  const known = guessHosts(loaded).map(({ host }) => host);
  const said = (key: string, word: string, near: string | undefined): string =>
    `unused: ${key}.${word}: nothing is called so here${near === undefined ? '' : `; did you mean '${near}'?`}`;
  const needsNone = mcp !== undefined || guessEndpoint({ ...loaded, mcpStandIn: false }) !== undefined;
  return [
    ...(typeof mcpStandIn === 'string' && needsNone
      ? [`unused: mcpStandIn: '${mcpStandIn}' is not called, because where MCP clients connect is known`]
      : []),
    ...Object.keys(given)
      .filter((name) => !declared.has(name.toLowerCase()))
      .map((name) => said('namedValues', name, closest(name, names))),
    // a policy may make up the name of a host, so that only one which is nearly another is told
    ...Object.keys(hosts).flatMap((host) => {
      const near = known.includes(host) ? undefined : closest(host, known);
      return near === undefined ? [] : [said('hosts', host, near)];
    }),
  ];
}

/** What was guessed, and what is missing, each with its place. */
function notesOf(
  loaded: LoadedService,
  { topology, mcp, hosts = {} }: Configuration,
  given: ReadonlySet<string>,
): string[] {
  const endpoint = mcp ? undefined : guessEndpoint(loaded);
  return [
    ...(loaded.foundIn === undefined ? [] : [`guessed: the deployment is ${loaded.foundIn}`]),
    ...(topology ? [] : [`guessed: topology ${topologyGuess(loaded.service)}`]),
    ...(endpoint
      ? [`guessed: MCP clients connect at ${endpoint.path} (${endpoint.transport}): it is ${endpoint.because}`]
      : []),
    ...guessHosts(loaded)
      .filter(({ host }) => !Object.hasOwn(hosts, host))
      .map(({ note }) => `guessed: ${note}`),
    ...(loaded.conflicts ?? []).map((conflict) => `fails on Azure too: ${loadProblemLine(conflict)}`),
    ...loaded.guesses.map((guess) => `guessed: ${loadProblemLine(guess)}`),
    ...loaded.gaps
      .filter((gap) => !('name' in gap && typeof gap.name === 'string' && given.has(gap.name)))
      .map((gap) => `missing: ${loadProblemLine(gap)}`),
  ];
}
