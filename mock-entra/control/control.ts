/** What tests and operators may do to mock Entra that no client could. */
import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { createApplication } from '../directory/create-application.ts';
import { addApplication } from '../directory/create-directory.ts';
import { createPolicy } from '../directory/create-policy.ts';
import { addUser } from '../directory/create-user.ts';
import type { Application, ConditionalAccessPolicy, ManagedIdentity, Tenant, User } from '../directory/model.ts';
import { reportPassword, reportSecrets } from '../directory/report-credentials.ts';
import { applicationSeed, conditionalAccessSeed, userSeed } from '../directory/seed.ts';
import { grantEverything } from '../endpoints/admin-consent/finish-admin-consent.ts';
import {
  type GitHubJob,
  type GitHubJobEndpoint,
  type GitHubJobs,
  gitHubSubject,
} from '../external-issuers/github-job.ts';
import { signExternal } from '../external-issuers/github-token.ts';
import type { IdentityHosts } from '../managed-identity/hosts.ts';
import type { IdentityTokens } from '../managed-identity/identity-token.ts';
import { issuerV2 } from '../origins.ts';
import type { EntraService } from '../service.ts';
import type { SigningKey } from '../tokens/signing-key.ts';
import type { Clock } from './clock.ts';
import type { Fault } from './faults.ts';
import { type MintOptions, mint } from './mint.ts';
import type { LoggedRequest } from './request-log.ts';

/** What an App Service tells its processes of the identity endpoint, as environment variables. */
export interface IdentityEndpoint {
  /** IDENTITY_ENDPOINT */
  readonly endpoint: string;
  /** IDENTITY_HEADER */
  readonly header: string;
}

/** Parts of mock Entra that only the control API and one endpoint know. */
interface ControlParts {
  readonly hosts: IdentityHosts;
  readonly identityTokens: IdentityTokens;
  readonly gitHubJobs: GitHubJobs;
  readonly clock: Clock;
}

/** What tests may do to mock Entra and see of it, past its endpoints. */
export class Control {
  readonly #service: EntraService;
  readonly #hosts: IdentityHosts;
  readonly #identityTokens: IdentityTokens;
  readonly #gitHubJobs: GitHubJobs;
  readonly clock: Clock;

  constructor(service: EntraService, parts: ControlParts) {
    this.#service = service;
    this.#hosts = parts.hosts;
    this.#identityTokens = parts.identityTokens;
    this.#gitHubJobs = parts.gitHubJobs;
    this.clock = parts.clock;
  }

  // ---- requests and faults

  /** Requests so far, oldest first (bounded). */
  get requests(): readonly LoggedRequest[] {
    return this.#service.log.list();
  }

  /** Forgets the requests so far. */
  clearRequests(): void {
    this.#service.log.clear();
  }

  /** Puts a fault in force; the returned function removes it. */
  fault(fault: Fault): () => void {
    return this.#service.faults.add(fault);
  }

  clearFaults(): void {
    this.#service.faults.clear();
  }

  // ---- keys and tokens

  /** Signs arbitrary claims. */
  mint(options: MintOptions): Promise<string> {
    return mint(this.#service, options);
  }

  /** Signs with a new key from now on; the old ones stay published. */
  rotateKeys(tenant?: string): Promise<SigningKey> {
    return this.#service.keys.ring(this.tenant(tenant)).rotate();
  }

  /** Emergency removal: nothing signed so far verifies any more. */
  async compromiseKeys(tenant?: string): Promise<void> {
    const ring = this.#service.keys.ring(this.tenant(tenant));
    ring.remove();
    this.#identityTokens.clear();
    await ring.current();
  }

  /** The key that signs for a tenant now. */
  signingKey(tenant?: string): Promise<SigningKey> {
    return this.#service.keys.ring(this.tenant(tenant)).current();
  }

  /** Signs an assertion of an external OpenID provider of the seed (or of a new one). */
  async mintExternal(issuer: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return signExternal(this.#service, issuer, { iss: issuer, iat: now, nbf: now, exp: now + 300, ...claims });
  }

  /** External OpenID providers: those of the seed, and those minted for since. Their documents are served under their names. */
  get externalIssuers(): readonly string[] {
    return [...this.#service.externalIssuers.keys()];
  }

  /** An external provider signs with a new key from now on; with `emergency` its old ones are gone as well. @throws RangeError when there is none */
  async rotateIssuerKeys(issuer: string, emergency = false): Promise<SigningKey> {
    const ring = this.#service.externalIssuers.get(issuer);
    if (!ring) throw new RangeError(`there is no external issuer '${issuer}'`);
    if (!emergency) return ring.rotate();
    ring.remove();
    return ring.current();
  }

  /** What a job of GitHub Actions finds in its environment, and the subject its token will have. @throws RangeError for a repository that is not `owner/name` */
  gitHubJob(job: GitHubJob): GitHubJobEndpoint {
    const token = this.#gitHubJobs.add(job);
    this.#service.issued({ kind: 'job_token', value: token });
    const url = `${this.#service.origins.identity}/github/idtoken?api-version=2.0`;
    return { url, token, subject: gitHubSubject(job) };
  }

  // ---- directory

  /** A tenant by id or domain; the first of the seed when none is named. @throws RangeError when there is none. */
  tenant(ref?: string): Tenant {
    const { directory } = this.#service;
    const found = ref === undefined ? directory.defaultTenant : directory.tenant(ref);
    if (!found) throw new RangeError(`the directory has no tenant '${ref}'`);
    return found;
  }

  /** A user by name or object id, in a tenant or in any. @throws RangeError when there is none. */
  user(ref: string, tenant?: string): User {
    const { directory } = this.#service;
    const tenants = tenant === undefined ? [...directory.tenants.values()] : [this.tenant(tenant)];
    for (const each of tenants) {
      const user = directory.user(each, ref);
      if (user) return user;
    }
    throw new RangeError(`the directory has no user '${ref}'`);
  }

  /** An application by client id, identifier URI or name. @throws RangeError when there is none. */
  application(ref: string): Application {
    const found = this.#service.directory.application(ref);
    if (!found) throw new RangeError(`the directory has no application '${ref}'`);
    return found;
  }

  /** Password of a user. */
  passwordOf(ref: string): string {
    return this.#service.directory.homeOf(this.user(ref)).password;
  }

  /** First secret of an application. @throws RangeError when it has none. */
  secretOf(ref: string): string {
    const [secret] = this.application(ref).secrets;
    if (!secret) throw new RangeError(`application '${ref}' has no secret`);
    return secret.value;
  }

  /** The code that the second-factor page expects from a user now. */
  oneTimeCode(ref: string): string {
    return this.#service.oneTimeCode(this.#service.directory.homeOf(this.user(ref)));
  }

  /** Lets a user in or keeps them out. Tokens that can be revoked are. */
  setAccountEnabled(ref: string, enabled: boolean): void {
    const user = this.user(ref);
    user.accountEnabled = enabled;
    if (!enabled) this.#revoke(user);
  }

  /** Gives a user a new password, which revokes sessions and refresh tokens. @returns the new password. */
  resetPassword(ref: string): string {
    const user = this.user(ref);
    user.password = `${randomInt(1e9, 1e10)}-${randomInt(1e9, 1e10)}Aa`;
    this.revokeSessions(ref);
    reportPassword(this.#service.issued, user);
    return user.password;
  }

  /** Revokes a user's sessions and refresh tokens. */
  revokeSessions(ref: string): void {
    this.#revoke(this.user(ref));
  }

  #revoke(user: User): void {
    // whole seconds, as tokens count them: who signs in again in this very second is not part of it
    user.validFrom = Math.floor(this.clock.now() / 1000) * 1000;
    user.generation++;
  }

  deleteUser(ref: string): void {
    const user = this.user(ref);
    user.deleted = true;
    this.#revoke(user);
  }

  /** Adds a user, or a guest. @throws SeedError when its name or id is taken, or the home account does not exist. */
  addUser(seed: z.input<typeof userSeed>, tenant?: string): User {
    const user = addUser(this.#service.directory, this.tenant(tenant), userSeed.parse(seed));
    reportPassword(this.#service.issued, user);
    return user;
  }

  /** Registers an application. @throws SeedError when its id or a URI is taken. */
  addApplication(seed: z.input<typeof applicationSeed>, tenant?: string): Application {
    const { directory, origins } = this.#service;
    const context = { now: this.clock.now(), issuerOf: (id: string) => issuerV2(origins, id) };
    const application = addApplication(directory, this.tenant(tenant), applicationSeed.parse(seed), context);
    reportSecrets(this.#service.issued, application, application.secrets);
    return application;
  }

  /** Adds a secret, a certificate or a federated credential to an application: any part of its seed that lists them. */
  addCredentials(
    ref: string,
    seed: Pick<z.input<typeof applicationSeed>, 'secrets' | 'certificates' | 'federatedIdentityCredentials'>,
  ): void {
    const application = this.application(ref);
    const owner = this.tenant(application.owner);
    const parsed = applicationSeed.parse({ name: application.name, appId: application.appId, ...seed });
    const created = createApplication(owner.id, parsed, this.clock.now(), (name) => ({
      issuer: issuerV2(this.#service.origins, owner.id),
      subject: this.managedIdentity(name).principalId,
    }));
    application.secrets.push(...created.secrets);
    reportSecrets(this.#service.issued, application, created.secrets);
    application.certificates.push(...created.certificates);
    application.federatedIdentityCredentials.push(...created.federatedIdentityCredentials);
  }

  /** Consents for everybody to what an application's registration lists, as its administrator would. */
  grantAdminConsent(ref: string, tenant?: string): void {
    grantEverything(this.#service, this.tenant(tenant), this.application(ref));
  }

  /** Withdraws consent: of one user, or all of it. */
  revokeConsent(ref: string, user?: string, tenant?: string): void {
    const owner = this.tenant(tenant);
    const userId = user === undefined ? undefined : this.user(user, owner.id).id;
    this.#service.directory.grants.revoke(owner.id, this.application(ref).appId, userId);
  }

  /** Puts a conditional-access policy in force. @returns it, to switch it off again. */
  addConditionalAccess(seed: z.input<typeof conditionalAccessSeed>, tenant?: string): ConditionalAccessPolicy {
    const owner = this.tenant(tenant);
    const policy = createPolicy(owner.id, conditionalAccessSeed.parse(seed), {
      user: (ref) => this.user(ref, owner.id).id,
      application: (ref) => this.application(ref).appId,
    });
    owner.conditionalAccess.push(policy);
    return policy;
  }

  // ---- managed identities

  /** A managed identity by name, client id or principal id. @throws RangeError when there is none. */
  managedIdentity(ref: string): ManagedIdentity {
    const wanted = ref.toLowerCase();
    const found = this.#service.directory.managedIdentities.find(
      ({ name, clientId, principalId }) => name === ref || clientId === wanted || principalId === wanted,
    );
    if (!found) throw new RangeError(`the directory has no managed identity '${ref}'`);
    return found;
  }

  /** What an App Service or Functions host gets in its environment to use these identities, and no others. */
  identityEndpoint(...names: readonly string[]): IdentityEndpoint {
    const host = this.#hosts.add(names.map((name) => this.managedIdentity(name)));
    this.#service.issued({ kind: 'identity_header', value: host.header });
    return { endpoint: `${this.#service.origins.identity}/msi/token`, header: host.header };
  }

  /** Which identities the virtual machine behind IMDS has; every one of the directory unless told. */
  assignToVirtualMachine(...names: readonly string[]): void {
    this.#hosts.imds = names.map((name) => this.managedIdentity(name));
  }

  /** Empties the cache of the identity endpoints, as a new host would have. */
  clearIdentityCache(): void {
    this.#identityTokens.clear();
  }
}
