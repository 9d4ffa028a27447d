/** The compute that identities are assigned to: each has an endpoint secret of its own and may use its own identities only. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ManagedIdentity } from '../directory/model.ts';

/** A host that may ask for tokens of some identities. */
export interface IdentityHost {
  /** Value of IDENTITY_HEADER. */
  readonly header: string;
  readonly identities: readonly ManagedIdentity[];
}

const mostHosts = 200;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The App Service hosts by the header that their programs present, compared in constant time. */
export class IdentityHosts {
  readonly #hosts: { readonly digest: Buffer; readonly host: IdentityHost }[] = [];
  /** What the virtual machine behind IMDS may use; undefined is every identity of the directory. */
  imds: readonly ManagedIdentity[] | undefined;

  /** A new host for some identities. @throws RangeError beyond 200 hosts. */
  add(identities: readonly ManagedIdentity[]): IdentityHost {
    if (this.#hosts.length >= mostHosts) throw new RangeError(`more than ${mostHosts} identity hosts`);
    const host: IdentityHost = { header: randomUUID().toUpperCase(), identities };
    this.#hosts.push({ digest: digest(host.header), host });
    return host;
  }

  /** The host of a header, compared in constant time. */
  find(header: string): IdentityHost | undefined {
    const presented = digest(header);
    let found: IdentityHost | undefined;
    for (const entry of this.#hosts) if (timingSafeEqual(entry.digest, presented)) found = entry.host;
    return found;
  }
}

/** How a request names an identity; several ways are a mistake. */
export interface IdentitySelector {
  readonly clientId: string | undefined;
  readonly principalId: string | undefined;
  readonly resourceId: string | undefined;
}

/** The identity that is meant: the named one, or the system-assigned one when none is named. */
export function selectIdentity(
  identities: readonly ManagedIdentity[],
  { clientId, principalId, resourceId }: IdentitySelector,
): ManagedIdentity | undefined {
  const named = [clientId, principalId, resourceId].filter((each) => each !== undefined);
  if (named.length > 1) return undefined;
  if (named.length === 0) return identities.find(({ type }) => type === 'SystemAssigned');
  return identities.find(
    (identity) =>
      identity.clientId === clientId?.toLowerCase() ||
      identity.principalId === principalId?.toLowerCase() ||
      identity.resourceId.toLowerCase() === resourceId?.toLowerCase(),
  );
}
