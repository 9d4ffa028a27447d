import type { NamedValue, Role, ServiceModel } from '../model.ts';
import type { DeployedConnection } from './deployed-connection.ts';
import type { DeployedDirectory } from './deployed-directory.ts';
import type { DeployedHost } from './deployed-host.ts';
import type { DeployedStore } from './deployed-store.ts';
import type { McpEndpoint } from './guess-endpoint.ts';
import type { LoadProblem } from './load-error.ts';

/** A property of an application or managed identity that only the directory decides. */
export interface DirectoryReference {
  readonly kind: 'application' | 'identity';
  /** Key of the application or identity in the deployment's directory. */
  readonly of: string;
  readonly property: 'clientId' | 'principalId';
}

/** A service as read from somebody else's layout, and what that layout does not say. */
export interface ForeignService {
  readonly service: ServiceModel;
  /** What was left out or could not be known, with the file it is about. */
  readonly gaps: readonly LoadProblem[];
  /** Named values whose content is made of others: name -> text with `{{name}}` references. */
  readonly derived: ReadonlyMap<string, string>;
  /** Named values that only a deployment decides and that mean nothing in particular: name -> what stands in for a trial. */
  readonly standIns?: ReadonlyMap<string, string>;
  /** Hosts that the deployment creates. */
  readonly hosts?: readonly DeployedHost[];
  /** Named values that stand for a property of an application or identity of the directory. */
  readonly references?: ReadonlyMap<string, DirectoryReference>;
  /** Applications and managed identities that are deployed beside the service. */
  readonly directory?: DeployedDirectory;
  /** Containers of Cosmos DB that are deployed beside it. */
  readonly stores?: readonly DeployedStore[];
  /** Connections of the credential manager. */
  readonly connections?: readonly DeployedConnection[];
  /** MCP endpoints of APIs that are declared to be MCP servers. */
  readonly endpoints?: readonly McpEndpoint[];
}

const reference = /\{\{([A-Za-z0-9._-]+)\}\}/g;

/**
 * The content of derived named values, once their parts are known. Those with a part that nobody knows are left out.
 * @param overrides named values by name, which win over roles and over the service's own
 */
export function expandDerived(
  derived: ReadonlyMap<string, string>,
  namedValues: readonly NamedValue[],
  bindings: Readonly<Partial<Record<Role, string>>>,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const known = new Map<string, string>();
  for (const { name, value, role } of namedValues) {
    const content = overrides[name] ?? (role && bindings[role]) ?? value;
    // what a name is made of says more than the role it seems to have
    if (content !== undefined && !derived.has(name)) known.set(name, content);
  }
  for (const [name, value] of Object.entries(overrides)) known.set(name, value);
  const expanded: Record<string, string> = {};
  for (const [name, text] of derived) {
    if (known.has(name)) continue;
    const content = expandText(text, known);
    if (content !== undefined) expanded[name] = content;
  }
  return expanded;
}

/** A text with its references replaced; undefined when one of them is not known. */
export function expandText(text: string, known: ReadonlyMap<string, string>): string | undefined {
  const content = text.replace(reference, (whole, part: string) => known.get(part) ?? whole);
  return content.search(reference) < 0 ? content : undefined;
}
