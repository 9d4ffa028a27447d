import type { DeployedResource } from '../../../bicep/deployment.ts';
import { knownText, Text, Unknown, type Value } from '../../../bicep/value.ts';
import type { FormatPlace, PolicyFormat, PolicySource } from '../../model.ts';
import { DeploymentValues, member, nameWithStandIns } from '../deployment-values.ts';
import { displayPath } from '../display-path.ts';
import { linkedFile } from '../linked-file.ts';
import type { LoadProblem } from '../load-error.ts';
import { PolicySources } from '../policy-sources.ts';
import { positionFrom, writtenPosition } from '../written-position.ts';
import { deployedOnce } from './deployed-once.ts';
import { nameText } from './resource-name.ts';
import { serviceType } from './service-type.ts';
import { withoutWorkspaces } from './without-workspaces.ts';

/** Types that API versions of 2018 and before call otherwise. */
const currentType = (type: string): string =>
  type
    .replace(/\/service\/api-version-sets$/, '/service/apiversionsets')
    .replace(/\/service\/properties$/, '/service/namedvalues');

/** What a deployment declares of one service, for the readers of each kind of resource, and what they find missing. */
export class ServiceResources {
  readonly all: readonly DeployedResource[];
  readonly values = new DeploymentValues();
  readonly gaps: LoadProblem[] = [];
  /** The workspace that an API is of, by the name of its resource. */
  readonly workspaceOf: (api: string) => string | undefined;
  private readonly sources = new PolicySources();
  /** By type, lower case. */
  private readonly byType = new Map<string, DeployedResource[]>();

  constructor(resources: readonly DeployedResource[]) {
    const { joined, gaps, workspaceOf } = withoutWorkspaces(resources);
    this.workspaceOf = workspaceOf;
    const { kept, gaps: twice } = deployedOnce(joined);
    this.all = kept;
    this.gaps.push(...gaps, ...twice);
    for (const resource of kept) {
      const type = currentType(resource.type.toLowerCase());
      const same = this.byType.get(type);
      if (same) same.push(resource);
      else this.byType.set(type, [resource]);
    }
  }

  /** Resources of a type below the service, under the parents named. The service's own name, and the case of names, are left out of account. */
  of(type: string, parents: readonly string[] = []): DeployedResource[] {
    const found = this.byType.get(`${serviceType}/${type}`.toLowerCase()) ?? [];
    const wanted = parents.map((name) => name.toLowerCase());
    return found.filter(({ names }) => wanted.every((name, index) => names[index + 1]?.toLowerCase() === name));
  }

  /** Tells of something that is left out or not known, with the place of its declaration. */
  gap({ file, line }: DeployedResource, message: string, more: object = {}): void {
    this.gaps.push({ file: displayPath(file), line, column: 1, message: `${message}.`, ...more });
  }

  /** A text that has to be known to be of use, with words standing in for what is not. */
  knownOr(value: Value | undefined, fallback: string): string {
    return nameWithStandIns(nameText(value) ?? fallback);
  }

  /** The policy of a type of resource under the parents named. */
  policyOf(type: string, parents: readonly string[]): { policy?: PolicySource } {
    const [resource] = this.of(type, parents);
    const source = resource && this.policy(resource, 'xml');
    return source ? { policy: source } : {};
  }

  /** The policy text of a resource. @param fallback the format when the resource names none, which ARM takes as xml */
  policy(resource: DeployedResource, fallback: PolicyFormat): PolicySource | undefined {
    const properties = member(resource.body, 'properties');
    // API versions of 2018 and before have other names for both
    const value = member(properties, 'value') ?? member(properties, 'policyContent');
    const format = knownText(member(properties, 'format') ?? member(properties, 'contentFormat')) ?? fallback;
    const formatFrom = formatPlace(resource);
    if (format.endsWith('-link'))
      return this.linked(resource, value, { format: format === 'rawxml-link' ? 'rawxml' : 'xml', formatFrom });
    const text = this.values.text(value, resource);
    if (text === undefined || value instanceof Unknown) {
      this.gap(resource, 'the text of the policy is known only when deployed');
      return undefined;
    }
    const origin = value instanceof Text ? value.origin : undefined;
    const { file, line, written } = origin ?? { ...resource, written: undefined };
    const place = `${written?.start ?? line}`;
    return this.sources.same(
      {
        file: displayPath(file),
        text,
        format: format === 'rawxml' ? 'rawxml' : 'xml',
        formatFrom,
        ...(written ? writtenPosition(text, written) : positionFrom(text, line)),
      },
      place,
    );
  }

  /** A policy that the deployment fetches from a URL: the file of that name in the repository, when there is one. */
  private linked(
    resource: DeployedResource,
    value: Value | undefined,
    how: Pick<PolicySource, 'format' | 'formatFrom'>,
  ): PolicySource | undefined {
    const url = nameText(value) ?? '';
    const found = linkedFile(url, resource.file);
    if (found) return this.sources.same({ file: displayPath(found.file), text: found.text, ...how });
    this.gap(resource, `the policy is fetched from a URL when deployed, and no file here is called like it: '${url}'`);
    return undefined;
  }
}

/** Where a resource says the format of its policy, else where it is declared. */
function formatPlace({ file, line, formatLine, body }: DeployedResource): FormatPlace {
  const properties = member(body, 'properties');
  const named = (member(properties, 'format') ?? member(properties, 'contentFormat')) !== undefined;
  return { file: displayPath(file), line: formatLine ?? line, named };
}
