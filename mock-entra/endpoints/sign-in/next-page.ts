/** What a sign-in needs next: a name, a password, a choice, a second factor, consent - or nothing, and then its result. */
import type { Application, Tenant, User } from '../../directory/model.ts';
import { AadstsError, aadsts } from '../../errors/aadsts-error.ts';
import {
  accountPickerPage,
  consentPage,
  deviceConfirmationPage,
  type PageFrame,
  passwordPage,
  secondFactorPage,
  staySignedInPage,
  usernamePage,
} from '../../pages/sign-in-pages.ts';
import { refuseDisabled } from '../../rules/account-in-order.ts';
import { refuseUnassigned } from '../../rules/assigned.ts';
import { accessRefusal } from '../../rules/conditional-access.ts';
import { resolveTarget } from '../../rules/known-resource.ts';
import { noClaims } from '../../rules/requested-claims.ts';
import type { Target } from '../../rules/transaction.ts';
import type { Purpose } from '../../stores/pending-sign-in.ts';
import type { SignIn } from '../../tokens/sign-in.ts';
import { accountOf, clientIdOf, eligibleAccounts, issuingTenant, scopesOf, segmentOf } from './accounts.ts';
import { consentNeeds, recordConsent } from './consent-needs.ts';
import { finish } from './finish.ts';
import { refuse } from './refuse.ts';
import type { SignedIn, Step } from './step.ts';

const frameOf = ({ marks, ctx, cookies }: Step): PageFrame => ({ marks, ctx, cookies });

const promptOf = (purpose: Purpose): string | undefined =>
  purpose.kind === 'authorize' ? purpose.request.prompt : undefined;

function clientOf({ service, pending }: Step): Application {
  const client = service.directory.applications.get(clientIdOf(pending.purpose));
  if (!client) throw aadsts(700016, { clientId: clientIdOf(pending.purpose), tenant: segmentOf(pending.purpose) });
  return client;
}

/** The user that an account is in the issuing tenant, after every check that needs no resource. */
function present(step: Step, account: User, client: Application): { tenant: Tenant; user: User } {
  const { service, pending } = step;
  const tenant = issuingTenant(service, pending.purpose, account);
  const name = account.mail ?? account.userPrincipalName;
  const found = service.directory.presenceOf(account, tenant);
  if (!found) {
    const idp = `${service.origins.sts}/${account.tenantId}/`;
    throw aadsts(50020, { user: name, idp, tenant: tenant.displayName, clientId: client.appId, name: client.name });
  }
  if (!service.directory.admits(client, tenant.id)) {
    throw aadsts(500200, { user: name });
  }
  const user = refuseDisabled(service, tenant, found, name);
  refuseUnassigned(service, tenant, client, user);
  return { tenant, user };
}

function targetsOf(step: Step, tenant: Tenant, client: Application): readonly Target[] {
  const { purpose } = step.pending;
  const v1Resource =
    purpose.kind === 'authorize' && purpose.request.version === 1 ? purpose.request.resource : undefined;
  const wanted =
    v1Resource === undefined
      ? (scopesOf(purpose)?.resources ?? [])
      : [{ identifier: v1Resource, names: [], isDefault: true }];
  return wanted.map((each) => resolveTarget(step.service, tenant, client, each));
}

/** The page, or the result, that comes next. */
export async function nextPage(step: Step): Promise<Response> {
  try {
    return await decide(step);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return refuse(step, error);
  }
}

async function decide(step: Step): Promise<Response> {
  const { service, pending, session } = step;
  const { purpose } = pending;
  const client = clientOf(step);
  const account = pending.account && accountOf(service, pending.account);
  if (!pending.account || !account) return askWho(step, client);

  const { tenant, user } = present(step, account, client);
  if (service.switches.deviceConfirmation && purpose.kind === 'device' && !pending.deviceConfirmed) {
    return deviceConfirmationPage(frameOf(step), { app: client.name, login: user.userPrincipalName });
  }
  const targets = targetsOf(step, tenant, client);
  const signIn: SignIn = {
    tenantId: tenant.id,
    userId: user.id,
    sessionId: session?.id ?? step.marks.traceId,
    authTime: pending.account.authTime,
    generation: pending.account.generation,
    methods: pending.account.methods,
    contexts: [],
    address: '127.0.0.1',
  };
  const claims = purpose.kind === 'authorize' ? purpose.request.claims : noClaims;
  for (const target of targets) {
    refuseUnassigned(service, tenant, target.resource.application, user);
    const refusal = accessRefusal(service, tenant, user, target.resource.application, signIn, claims);
    if (!refusal) continue;
    const factorHelps = refusal.code === 50076 && promptOf(purpose) !== 'none';
    // a block is something only the person should see
    if (!factorHelps) throw refusal.code === 53003 && promptOf(purpose) !== 'none' ? refusal.onPage() : refusal;
    return secondFactorPage(frameOf(step), { login: user.userPrincipalName });
  }

  if (service.switches.staySignedInPage && pending.chosen && !pending.stayAnswered) {
    return staySignedInPage(frameOf(step), { login: user.userPrincipalName });
  }
  const signedIn: SignedIn = { tenant, user, client, targets, signIn };
  if (pending.decision !== undefined && purpose.kind !== 'adminConsent') {
    recordConsent(step, signedIn, pending.decision === 'everybody');
    pending.decision = undefined;
    pending.consented = true;
  }
  const needs = consentNeeds(step, signedIn);
  if (needs.length > 0) {
    if (promptOf(purpose) === 'none') throw aadsts(65001, { clientId: client.appId, name: client.name });
    return consentPage(frameOf(step), {
      app: client.name,
      publisher: service.directory.tenants.get(client.owner)?.domains[0] ?? 'Microsoft',
      login: user.userPrincipalName,
      administrator: user.administrator,
      scopes: needs.map(({ resource, scope }) => ({
        resource: resource.name,
        name: scope.value,
        label: scope.displayName,
      })),
    });
  }
  return finish(step, signedIn);
}

function askWho(step: Step, client: Application): Response {
  const { service, pending, session } = step;
  const accounts = eligibleAccounts(service, session, pending.purpose);
  if (pending.login !== undefined) return passwordPage(frameOf(step), { login: pending.login });
  const choose = promptOf(pending.purpose) !== 'login' && accounts.length > 0 && !pending.chosen;
  if (!choose) return usernamePage(frameOf(step), { app: client.name });
  return accountPickerPage(frameOf(step), {
    app: client.name,
    accounts: accounts.flatMap((account) => {
      const user = accountOf(service, account);
      return user ? [{ id: account.userId, name: user.displayName, login: user.userPrincipalName }] : [];
    }),
  });
}
