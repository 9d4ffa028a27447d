/** What one request of a sign-in works with. */
import type { Application, Tenant, User } from '../../directory/model.ts';
import type { RequestMarks } from '../../errors/error-body.ts';
import type { Target } from '../../rules/transaction.ts';
import type { EntraService } from '../../service.ts';
import type { BrowserSession } from '../../stores/browser-session.ts';
import type { PendingSignIn } from '../../stores/pending-sign-in.ts';
import type { SignIn } from '../../tokens/sign-in.ts';

/** One request of a sign-in that goes on. */
export interface Step {
  readonly service: EntraService;
  readonly pending: PendingSignIn;
  readonly marks: RequestMarks;
  readonly ctx: string;
  readonly session: BrowserSession | undefined;
  readonly cookies: readonly string[];
}

/** Everything known once an account stands: who, where, for what. */
export interface SignedIn {
  readonly tenant: Tenant;
  readonly user: User;
  readonly client: Application;
  readonly targets: readonly Target[];
  readonly signIn: SignIn;
}
