/** `sallyport init [PATH]`: a configuration from what is found there, with what was guessed and what is missing. */
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { guessHosts, topologyGuess } from '../fixtures/topologies/foreign/index.ts';
import {
  guessEndpoint,
  type Loaded,
  type LoadedService,
  type LoadProblem,
  load,
  loadProblemLine,
} from '../gateway/load/index.ts';
import { CommandError } from './command-error.ts';
import { configurationText } from './configuration/configuration-text.ts';
import { choiceMessage, reasonLines } from './configuration/open-policies.ts';
import { findConfiguration } from './configuration/read-configuration.ts';
import { configurationJsonSchema } from './configuration/schema.ts';
import { exitCode } from './exit-code.ts';
import { asJson, type Output } from './output.ts';

export interface InitOptions {
  readonly path: string;
  /** Overwrites a configuration that is there. */
  readonly force?: boolean;
  /** Prints the JSON Schema instead. */
  readonly schema?: boolean;
  readonly json: boolean;
}

/** Name of the file that is written. */
const fileName = 'sallyport.config.yaml';

const fact = ({ file, line, column, message }: LoadProblem): object => ({
  file,
  ...(line === undefined ? {} : { line, column }),
  message,
});

function report(loaded: LoadedService, written: string, json: boolean, output: Output): void {
  const endpoint = guessEndpoint(loaded);
  const topology = topologyGuess(loaded.service);
  if (json) {
    output.data(
      asJson({
        written,
        layout: loaded.layout,
        topology,
        ...(endpoint ? { mcp: { path: endpoint.path, transport: endpoint.transport } } : {}),
        hosts: loaded.hosts ?? [],
        guesses: loaded.guesses.map((guess) => ({ name: guess.name, role: guess.role, ...fact(guess) })),
        missing: loaded.gaps.map(fact),
      }),
    );
    return;
  }
  const { service } = loaded;
  if (loaded.foundIn !== undefined) output.data(`guessed: the deployment is ${loaded.foundIn}`);
  output.data(
    `found a deployment (${loaded.layout}) with ${service.apis.length} APIs; it looks like topology ${topology}`,
  );
  output.data(
    endpoint
      ? `MCP clients connect at ${endpoint.path} (${endpoint.transport}): it is ${endpoint.because}`
      : "where MCP clients connect does not show: give 'mcp.path'",
  );
  for (const { note } of guessHosts(loaded)) output.data(`guessed: ${note}`);
  for (const conflict of loaded.conflicts ?? []) output.data(`fails on Azure too: ${loadProblemLine(conflict)}`);
  for (const guess of loaded.guesses) output.data(`guessed: ${loadProblemLine(guess)}`);
  for (const gap of loaded.gaps) output.data(`missing: ${loadProblemLine(gap)}`);
  output.data(`wrote ${written}; next: sallyport gate ${relative(process.cwd(), dirname(resolve(written))) || '.'}`);
}

/** Writes a whole file or none: the text goes to a file beside it first. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

/** @throws CommandError when a configuration is there already, or nothing that it could be about */
export async function init(options: InitOptions, output: Output): Promise<number> {
  if (options.schema) {
    output.data(asJson(configurationJsonSchema()));
    return exitCode.pass;
  }
  const { path } = options;
  if (!existsSync(path)) throw new CommandError(`'${path}' does not exist; give the folder of a deployment`);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const there = findConfiguration(folder);
  if (there !== undefined && !options.force) {
    throw new CommandError(`${there} is there already; --force overwrites it`);
  }
  const loaded: Loaded = await load(path);
  if (loaded.layout === 'plain' && loaded.sources.length === 0) {
    throw new CommandError(
      [`there are no policies in '${path}'`, ...reasonLines(loaded.reasons)].join('\n'),
      exitCode.nothing,
    );
  }
  if (loaded.layout === 'plain' && loaded.choices.length > 0) {
    throw new CommandError(choiceMessage(path, loaded.choices), exitCode.nothing);
  }
  if (loaded.layout === 'manifest') {
    throw new CommandError(`'${path}' has a service.json, which says everything itself; it needs no configuration`);
  }
  const target = join(folder, fileName);
  if (there !== undefined && there !== target) await rm(there);
  await writeWhole(target, configurationText(loaded, folder));
  if (loaded.layout === 'plain') {
    for (const line of reasonLines(loaded.reasons)) output.data(line);
    output.data(`found ${loaded.sources.length} policy documents, and nothing that says which API they are of`);
    output.data(`wrote ${target}: fill in 'service', then: sallyport gate ${folder}`);
  } else report(loaded, target, options.json, output);
  return exitCode.pass;
}
