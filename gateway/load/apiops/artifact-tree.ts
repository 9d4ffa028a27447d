/** Reads the artifact tree of APIOps as the resources that its publisher makes of it. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { toValues } from '../../../bicep/functions.ts';
import { type ObjectValue, Text } from '../../../bicep/value.ts';
import { LineIndex } from '../../document/text-position.ts';
import { displayPath } from '../display-path.ts';
import { faultMessage } from '../fault-message.ts';
import { jsonOffset, jsonPath } from '../json-place.ts';
import { jsonFault } from '../json-syntax.ts';
import { LoadError, type LoadProblem } from '../load-error.ts';
import { readTextFile } from '../policy-files.ts';
import { serviceType } from '../resources/service-type.ts';
import { type ArtifactKind, artifactKinds } from './artifact-kinds.ts';

/** Names of the APIs of a product, in one file. */
const associations = z.array(z.object({ name: z.string() }));
const mostResources = 20_000;

interface Names {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** What a folder holds, in order; nothing for one that is not there. Links are not followed. */
async function namesIn(folder: string): Promise<Names> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const of = (wanted: 'folders' | 'files'): string[] =>
    entries
      .filter((entry) => (wanted === 'folders' ? entry.isDirectory() : entry.isFile()))
      .map(({ name }) => name)
      .sort();
  return { folders: of('folders'), files: of('files') };
}

/** Whether a folder is an artifact tree of APIOps. */
export async function isArtifactTree(folder: string): Promise<boolean> {
  for (const workspace of (await namesIn(join(folder, 'workspaces'))).folders)
    if (await isArtifactTree(join(folder, 'workspaces', workspace))) return true;
  for (const api of (await namesIn(join(folder, 'apis'))).folders)
    if ((await namesIn(join(folder, 'apis', api))).files.some((file) => /^api_?information\.json$/i.test(file)))
      return true;
  return false;
}

/**
 * The resources of an artifact tree, those of its workspaces included.
 * @throws LoadError naming what can't be read
 */
export async function artifactResources(folder: string): Promise<DeployedResource[]> {
  const reader = new ArtifactReader();
  await reader.tree(resolve(folder), '', []);
  for (const workspace of (await namesIn(join(folder, 'workspaces'))).folders)
    await reader.tree(resolve(folder, 'workspaces', workspace), 'workspaces/', [workspace]);
  if (reader.problems.length > 0) throw new LoadError(reader.problems);
  return reader.found;
}

class ArtifactReader {
  readonly found: DeployedResource[] = [];
  readonly problems: LoadProblem[] = [];

  /** @param type of what the tree is in, with a slash at its end, and its names */
  async tree(folder: string, type: string, names: readonly string[]): Promise<void> {
    await this.policy(folder, type, names, await namesIn(folder));
    await this.kinds(folder, artifactKinds, type, names);
  }

  private async kinds(
    folder: string,
    kinds: readonly ArtifactKind[],
    type: string,
    names: readonly string[],
  ): Promise<void> {
    const { folders } = await namesIn(folder);
    for (const kind of kinds)
      for (const name of kind.folders.filter((each) => folders.includes(each)))
        for (const own of (await namesIn(join(folder, name))).folders)
          await this.artifact(join(folder, name, own), kind, `${type}${kind.type}`, [...names, own]);
  }

  private async artifact(folder: string, kind: ArtifactKind, type: string, names: readonly string[]): Promise<void> {
    const inside = await namesIn(folder);
    const file = inside.files.find((each) => kind.files.includes(each.toLowerCase()));
    // an empty folder is what git leaves of a placeholder
    if (file === undefined && kind.needsFile) return;
    const path = join(folder, file ?? inside.files[0] ?? '.');
    const information = file === undefined ? { body: {}, line: 1 } : await this.information(path, kind);
    if (!information) return;
    const { body, line } = information;
    const isFragment = kind.type === 'policyFragments';
    const isOperation = kind.type === 'operations' || kind.type === 'resolvers';
    const more = kind.type === 'apis' && names.length <= 2 ? await this.specification(folder, inside.files) : {};
    if (isFragment) await this.fragment(folder, type, names, inside, body);
    // an operation that has nothing but a policy is described by the specification
    else if (!isOperation || file !== undefined) this.add(type, names, path, { ...body, ...merged(body, more) }, line);
    if (!isFragment) await this.policy(folder, `${type}/`, names, inside);
    if (kind.type === 'products' && inside.files.includes('apis.json')) await this.productApis(folder, type, names);
    if (kind.inner) await this.kinds(folder, kind.inner, `${type}/`, names);
  }

  private add(type: string, names: readonly string[], file: string, body: ObjectValue, line = 1): void {
    if (this.found.length >= mostResources) return;
    this.found.push({
      type: `${serviceType}/${type}`,
      names: ['service', ...names],
      body,
      file,
      line,
      conditional: false,
    });
  }

  /** The policy of what a folder stands for: published as rawxml. */
  private async policy(folder: string, type: string, names: readonly string[], inside: Names): Promise<void> {
    const value = await this.policyText(folder, inside);
    if (value) {
      const body = { properties: { format: 'rawxml', value } };
      this.add(`${type}policies`, [...names, 'policy'], join(folder, 'policy.xml'), body);
    }
  }

  private async fragment(
    folder: string,
    type: string,
    names: readonly string[],
    inside: Names,
    body: ObjectValue,
  ): Promise<void> {
    const value = await this.policyText(folder, inside);
    if (value)
      this.add(type, names, join(folder, 'policy.xml'), { ...body, ...merged(body, { format: 'rawxml', value }) });
  }

  private async policyText(folder: string, { files }: Names): Promise<Text | undefined> {
    if (!files.includes('policy.xml')) return undefined;
    const file = join(folder, 'policy.xml');
    const text = await this.text(file);
    return text === undefined ? undefined : new Text([text], { file, line: 1 });
  }

  /** The OpenAPI document that an API is imported from, as properties of the API. */
  private async specification(folder: string, files: readonly string[]): Promise<ObjectValue> {
    const name = files.find((each) => /^(?:specification|openapispec)\.(?:json|ya?ml)$/.test(each));
    if (name === undefined) {
      const [, other] = files.map((each) => /^specification\.(\w+)$/.exec(each)).find((match) => match !== null) ?? [];
      return other === undefined ? {} : { format: other, value: '' };
    }
    const text = await this.text(join(folder, name));
    if (text === undefined) return {};
    const fault = name.endsWith('.json') ? jsonFault(text) : undefined;
    if (fault) {
      this.problem(join(folder, name), `not valid JSON: ${fault.message}`, text, fault.offset);
      return {};
    }
    return { format: name.endsWith('.json') ? 'openapi+json' : 'openapi', value: text };
  }

  /** The APIs of a product, as older releases and the command line list them. */
  private async productApis(folder: string, type: string, names: readonly string[]): Promise<void> {
    const file = join(folder, 'apis.json');
    const read = await this.json(file, associations);
    for (const { name } of read?.data ?? []) this.add(`${type}/apis`, [...names, name], file, {});
  }

  private async text(file: string): Promise<string | undefined> {
    try {
      return await readTextFile(file);
    } catch (error) {
      this.problem(file, (error as Error).message);
      return undefined;
    }
  }

  private async information(
    file: string,
    { schema }: ArtifactKind,
  ): Promise<{ readonly body: ObjectValue; readonly line: number } | undefined> {
    const read = await this.json(file, schema);
    if (!read) return undefined;
    const line = new LineIndex(read.text).position(jsonOffset(read.text, ['properties'], 'key')).line;
    return { body: toValues(read.whole as Record<string, unknown>), line };
  }

  /** Reads a JSON file; undefined, after telling why, when it is not what it should be. */
  private async json<T>(
    file: string,
    schema: z.ZodType<T>,
  ): Promise<{ readonly data: T; readonly whole: unknown; readonly text: string } | undefined> {
    const text = await this.text(file);
    if (text === undefined) return undefined;
    const fault = jsonFault(text);
    if (fault) {
      this.problem(file, `not valid JSON: ${fault.message}`, text, fault.offset);
      return undefined;
    }
    const whole: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const parsed = schema.safeParse(whole);
    if (parsed.success) return { data: parsed.data, whole, text };
    for (const issue of parsed.error.issues) {
      const path = jsonPath(issue.path);
      const message = `${path === '' ? '' : `${path}: `}${faultMessage(issue, whole)}`;
      this.problem(file, message, text, jsonOffset(text, issue.path));
    }
    return undefined;
  }

  private problem(file: string, message: string, text?: string, offset = 0): void {
    const place = text === undefined ? {} : new LineIndex(text).position(offset);
    this.problems.push({ file: displayPath(file), ...place, message: `${message}.` });
  }
}

/** A body's properties with more of them. */
function merged(body: ObjectValue, more: ObjectValue): ObjectValue {
  const { properties = {} } = body;
  const own = typeof properties === 'object' && properties !== null ? (properties as ObjectValue) : {};
  return { properties: { ...own, ...more } };
}
