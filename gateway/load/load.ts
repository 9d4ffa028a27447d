import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { PolicyFormat, PolicySource, Role } from '../model.ts';
import { isArtifactTree } from './apiops/artifact-tree.ts';
import { armTemplates, isArmTemplate, loadArm } from './arm/load-arm.ts';
import { displayPath } from './display-path.ts';
import { type FoundDeployment, findDeployments, looseBicep } from './find-deployments.ts';
import type { ForeignService } from './foreign-service.ts';
import { endpointsOf } from './guess-endpoint.ts';
import { inferRoles, type RoleGuess, roleConflicts, withRoles } from './infer-roles.ts';
import { loadApiOps } from './load-apiops.ts';
import { loadBicep, loadBicepFiles, mainBicep } from './load-bicep.ts';
import { LoadError, type LoadProblem } from './load-error.ts';
import { loadManifest, loadManifestText, manifestFile } from './load-manifest.ts';
import { loadPlain } from './load-plain.ts';
import { missingValues } from './missing-values.ts';
import { loadTerraform, terraformFolder } from './terraform/load-terraform.ts';
import { usagesOf } from './usage.ts';

/** A service, with what its layout does not say. Our own manifest leaves nothing open. */
export interface LoadedService extends ForeignService {
  readonly layout: 'manifest' | 'apiops' | 'bicep' | 'arm' | 'terraform';
  /** Roles that named values seem to have; the service has them. */
  readonly guesses: readonly RoleGuess[];
  /** What can't work, here or on Azure. */
  readonly conflicts?: readonly LoadProblem[];
  /** Where the deployment lies, when that is not the place that was named. */
  readonly foundIn?: string;
  /** What is called where no MCP server shows: the likeliest API unless told, one by its id, or none. */
  readonly mcpStandIn?: boolean | string;
}

/** What was found at a path: a whole service, or policies that nothing says the use of. */
export type Loaded =
  | LoadedService
  | {
      readonly layout: 'plain';
      readonly sources: readonly PolicySource[];
      /** Why what looks like a deployment is not loaded as one. */
      readonly reasons: readonly LoadProblem[];
      /** Folders and files below that each deploy a service; one of them has to be named. */
      readonly choices: readonly string[];
    };

/** What is not in the files. */
export interface LoadOptions {
  /** How plain documents are deployed, which nothing in them says; rawxml unless told. */
  readonly format?: PolicyFormat;
  /** Values of the deployment's parameters or variables by name; they win over files. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The configuration of an environment by which the publisher of APIOps changes artifacts. */
  readonly overrides?: string;
}

/**
 * Loads the policies at `path`, whichever layout they are in: a folder with our own manifest (or the manifest itself),
 * an artifact tree of APIOps, a Bicep file or ARM template or a folder deployed from them, a Terraform configuration, else every policy document below it.
 * @throws LoadError naming what is wrong, where
 */
export async function load(path: string, options: LoadOptions = {}): Promise<Loaded> {
  try {
    return await loadAt(path, options);
  } catch (error) {
    // what no bound of ours stopped, one of the machine's did
    if (!(error instanceof RangeError)) throw error;
    const message = 'holds something that is nested too deep, or too large, to be worked out.';
    throw new LoadError([{ file: displayPath(path), message }]);
  }
}

async function loadAt(path: string, options: LoadOptions): Promise<Loaded> {
  const { format = 'rawxml', parameters = {}, overrides } = options;
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new LoadError([{ file: displayPath(path), message: 'does not exist.' }]);
  if (!found.isDirectory()) {
    if (basename(path) === manifestFile) return manifest(dirname(path));
    if (path.endsWith('.bicep')) return withGuesses('bicep', loadBicep(path, parameters));
    if (isArmTemplate(path)) return withGuesses('arm', loadArm([path], parameters));
    if (path.endsWith('.tf')) return withGuesses('terraform', loadTerraform(dirname(path), parameters));
    return { layout: 'plain', sources: await loadPlain(path, format), reasons: [], choices: [] };
  }
  if (await isFile(join(path, manifestFile))) return manifest(path);
  if (await isArtifactTree(path)) return withGuesses('apiops', await loadApiOps(path, overrides));
  const main = mainBicep(path);
  const templates = armTemplates(path);
  const terraform = terraformFolder(path);
  const reasons: LoadProblem[] = [];
  const compiled = templates?.find((template) => existsSync(template.replace(/\.json$/, '.bicep')));
  const deployed =
    (main === undefined ? undefined : loadMain(main, path, options, reasons)) ??
    (main === undefined || compiled === undefined ? undefined : loadTogether(main, path, compiled, options, reasons)) ??
    (templates === undefined ? undefined : attempt('arm', () => loadArm(templates, parameters, path), reasons)) ??
    (terraform === undefined
      ? undefined
      : attempt('terraform', () => loadTerraform(terraform, parameters, path), reasons));
  if (deployed) return deployed;
  const below = await loadBelow(path, options, reasons);
  if (!Array.isArray(below)) return below;
  return { layout: 'plain', sources: await loadPlain(path, format), reasons, choices: below };
}

/** Deployments below a folder that are tried; a tree with more is a collection, of which one has to be named. */
const mostTried = 8;

/**
 * The one deployment in the folders below: where repositories keep it whose folder shows none, or Bicep files that scripts
 * deploy one after another. Where there are several, the one with an MCP server; else the folders to choose from.
 */
async function loadBelow(
  folder: string,
  options: LoadOptions,
  reasons: LoadProblem[],
): Promise<LoadedService | string[]> {
  const root = resolve(folder);
  const main = mainBicep(folder);
  const together = main === undefined ? undefined : loadTogether(main, folder, undefined, options, reasons);
  if (together) return together;
  const all = (await findDeployments(root)).filter(({ path }) => path !== root);
  const outer = outermost(all);
  const found = await loadEach(outer, root, options, reasons);
  // a main file may deploy no API, and leave that to Bicep files further in
  return Array.isArray(found) && found.length === 0 && outer.length < all.length
    ? loadEach(
        all.filter((each) => !outer.includes(each)),
        root,
        options,
        reasons,
      )
    : found;
}

/** The same among deployments that were found below `root`. */
async function loadEach(
  candidates: readonly FoundDeployment[],
  root: string,
  { parameters = {}, overrides }: LoadOptions,
  reasons: LoadProblem[],
): Promise<LoadedService | string[]> {
  const loaded: { readonly name: string; readonly service: LoadedService }[] = [];
  if (candidates.length > mostTried) return [...new Set(candidates.map((each) => displayPath(each.folder)))];
  for (const found of candidates) {
    const { layout, path } = found;
    const name = displayPath(found.folder);
    try {
      if (layout === 'bicep') {
        const service = loadMain(
          path,
          found.folder === path ? dirname(path) : found.folder,
          { parameters },
          reasons,
          root,
        );
        if (service) loaded.push({ name: service.foundIn ?? name, service });
        continue;
      }
      const foreign =
        layout === 'apiops'
          ? await loadApiOps(path, overrides)
          : layout === 'arm'
            ? loadArm(armTemplates(path) ?? [], parameters, root)
            : loadTerraform(path, parameters, root);
      loaded.push({ name, service: withGuesses(layout, foreign) });
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      reasons.push(...error.problems);
    }
  }
  const withServer = loaded.filter(({ service }) => hasMcp(service));
  const [only, ...others] = loaded.length > 1 && withServer.length === 1 ? withServer : loaded;
  if (!only) return [];
  return others.length === 0 ? foundIn(only.service, only.name) : loaded.map(({ name }) => name);
}

/** Deployments without the Bicep files that scripts deploy after the main file of a folder further out. */
function outermost(found: readonly FoundDeployment[]): FoundDeployment[] {
  const mains = found.filter(({ layout, path, folder }) => layout === 'bicep' && path !== folder);
  return found.filter(
    (each) =>
      each.layout !== 'bicep' ||
      each.path !== each.folder ||
      !mains.some(({ folder }) => each.path.startsWith(join(folder, sep))),
  );
}

/**
 * What the main file of a folder deploys; where it shows no MCP server, with the Bicep files that scripts deploy after it,
 * if those do.
 * @param named the folder that the user named
 */
function loadMain(
  main: string,
  folder: string,
  { parameters = {} }: LoadOptions,
  reasons: LoadProblem[],
  named: string = folder,
): LoadedService | undefined {
  const alone = attempt('bicep', () => loadBicep(main, parameters, named), reasons);
  if (!alone || hasMcp(alone) || basename(main) !== 'main.bicep') return alone;
  // modules that nobody has are left over, most of the time
  for (const which of [(file: string) => !/[\\/]modules[\\/]/i.test(relative(folder, file)), () => true]) {
    const together = loadTogether(main, folder, undefined, { parameters }, [], which);
    if (together && hasMcp(together)) return together;
  }
  return alone;
}

/**
 * What a main file deploys with the Bicep files that scripts deploy after it.
 * @param which of those files are added
 * @param compiled a template that was compiled of the main file, and says what it once was
 */
function loadTogether(
  main: string,
  folder: string,
  compiled: string | undefined,
  { parameters = {} }: LoadOptions,
  reasons: LoadProblem[],
  which: (file: string) => boolean = () => true,
): LoadedService | undefined {
  const loose = looseBicep(resolve(folder)).filter((file) => file !== resolve(main) && which(file));
  if (loose.length === 0) return undefined;
  const together = attempt('bicep', () => loadBicepFiles([main, ...loose], parameters, folder), reasons);
  if (!together) return undefined;
  const found = foundIn(together, displayPath(main), `with ${loose.map((file) => displayPath(file)).join(', ')}`);
  if (compiled === undefined) return found;
  const message = `is compiled of '${basename(main)}', and may be old: the Bicep files are loaded.`;
  return { ...found, gaps: [...found.gaps, { file: displayPath(compiled), message }] };
}

const hasMcp = ({ service, endpoints = [] }: LoadedService): boolean =>
  endpoints.length > 0 || service.apis.some((api) => endpointsOf(api).length > 0);

/** A service that was found elsewhere than where it was looked for, which is said. */
const foundIn = (service: LoadedService, place: string, more?: string): LoadedService => ({
  ...service,
  foundIn: more === undefined ? place : `${place}, ${more}`,
});

/** A service that a configuration maps out itself, with roles guessed where it names none. */
export async function loadMapped(folder: string, file: string, manifestText: string): Promise<LoadedService> {
  const service = await loadManifestText(folder, file, manifestText);
  return withGuesses('manifest', { service, gaps: [], derived: new Map() });
}

async function manifest(folder: string): Promise<LoadedService> {
  const service = await loadManifest(folder);
  return { layout: 'manifest', service, gaps: [], guesses: [], derived: new Map() };
}

/** The service that a folder's files deploy; undefined when they deploy none, and its policies are something else's. */
function attempt(
  layout: LoadedService['layout'],
  loading: () => ForeignService,
  reasons: LoadProblem[],
): LoadedService | undefined {
  try {
    return withGuesses(layout, loading());
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    reasons.push(...error.problems);
    return undefined;
  }
}

function withGuesses(layout: LoadedService['layout'], foreign: ForeignService): LoadedService {
  const sources = [...usagesOf(foreign.service).keys()];
  const missing = missingValues(sources, foreign.service.namedValues);
  const namedValues = [...foreign.service.namedValues, ...missing.map(({ name }) => ({ name, secret: false }))];
  const guesses = inferRoles(sources, namedValues);
  const guessed = new Set(guesses.map(({ name }) => name));
  // a parameter in the text of policies has the role of its place, and a named value that is nothing but one lends it its own
  const lent = new Map<string, Role>();
  for (const { name, role } of guesses) {
    if (foreign.standIns?.has(name)) lent.set(name, role);
    const [, parameter] = /^\{\{([A-Za-z0-9._-]+)\}\}$/.exec(foreign.derived.get(name) ?? '') ?? [];
    if (parameter !== undefined && foreign.standIns?.has(parameter)) lent.set(parameter, role);
  }
  const used = usedNames(foreign, sources);
  const declared = new Set(foreign.service.namedValues.map(({ name }) => name));
  /** Of a parameter whose role is known, or of a named value that nothing uses. */
  const known = (gap: LoadProblem): boolean =>
    'name' in gap &&
    typeof gap.name === 'string' &&
    (lent.has(gap.name) || (declared.has(gap.name) && !used.has(gap.name.toLowerCase())));
  const service = withRoles({ ...foreign.service, namedValues }, guesses);
  return {
    ...foreign,
    layout,
    guesses,
    conflicts: roleConflicts(sources, namedValues),
    gaps: [...foreign.gaps.filter((gap) => !known(gap)), ...missing.filter(({ name }) => !guessed.has(name))],
    service: {
      ...service,
      namedValues: service.namedValues.map((value) => {
        const role = lent.get(value.name);
        return role === undefined || value.role ? value : { ...value, role };
      }),
    },
    ...(foreign.standIns ? { standIns: new Map([...foreign.standIns].filter(([name]) => !lent.has(name))) } : {}),
  };
}

/** Named values that something of a service refers to, in lower case. */
function usedNames({ service, derived }: ForeignService, sources: readonly PolicySource[]): Set<string> {
  const { apis, backends, subscriptions } = service;
  const texts = [
    ...sources.map(({ text }) => text),
    ...apis.map(({ serviceUrl = '' }) => serviceUrl),
    JSON.stringify([backends, subscriptions]),
    ...derived.values(),
  ];
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map(([, name = '']) => name.toLowerCase())),
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
