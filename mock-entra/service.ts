/** What the endpoints share: the directory, keys, stores, clock, switches, faults, and the way secrets leave. */
import type { Faults } from './control/faults.ts';
import type { RequestLog } from './control/request-log.ts';
import type { Directory } from './directory/directory.ts';
import type { User } from './directory/model.ts';
import type { IssuedSecret } from './issued-secret.ts';
import type { Origins } from './origins.ts';
import type { BrowserSession } from './stores/browser-session.ts';
import type { ExpiringStore } from './stores/expiring-store.ts';
import type { CodeGrant, DeviceGrant, RefreshGrant } from './stores/grants.ts';
import type { PendingSignIn } from './stores/pending-sign-in.ts';
import type { EntraSwitches } from './switches.ts';
import type { KeyRing } from './tokens/key-ring.ts';
import type { KeyStore } from './tokens/key-store.ts';
import type { SignIn } from './tokens/sign-in.ts';

/** What every endpoint is given. */
export interface EntraService {
  readonly origins: Origins;
  readonly switches: EntraSwitches;
  readonly directory: Directory;
  readonly keys: KeyStore;
  /** Keys of external OpenID providers, by issuer. */
  readonly externalIssuers: Map<string, KeyRing>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Reports a secret that is about to be handed out. */
  readonly issued: (secret: Omit<IssuedSecret, 'issuedAt'>) => void;
  readonly codes: ExpiringStore<CodeGrant>;
  readonly refreshTokens: ExpiringStore<RefreshGrant>;
  readonly deviceCodes: ExpiringStore<DeviceGrant>;
  /** Browser sessions by cookie. */
  readonly sessions: ExpiringStore<BrowserSession>;
  /** Sign-ins under way, by flow token. */
  readonly pending: ExpiringStore<PendingSignIn>;
  /** Sign-ins behind access tokens, by `uti`: tokens themselves don't tell, and on-behalf-of asks. */
  readonly signIns: ExpiringStore<SignIn>;
  /** `jti`s of client assertions seen, when replay is refused. */
  readonly assertionIds: ExpiringStore<true>;
  /** The code of a user's second factor. */
  readonly oneTimeCode: (user: User) => string;
  /** Aborted when mock Entra closes: ends answers that hang. */
  readonly closing: AbortSignal;
  readonly faults: Faults;
  readonly log: RequestLog;
}
