/** Numbers of accounts, sign-in pages, consent, assignment and conditional access. */
import type { Page } from '../form-driver.ts';
import { formOf } from '../form-driver.ts';
import { type Answer, gatewayRequest, login, type World } from '../world.ts';
import { asDaemon, ask, portal, portalCode, portalProof, portalTokens, refreshAfter } from './asking.ts';
import { deviceCode } from './grants.ts';
import { reach, type Scenario } from './scenario.ts';

const alice = 'alice@contoso.com';

/** Refreshes after a conditional-access policy for everything came into force. */
const under =
  (grant: 'block' | 'mfa' | 'compliantDevice' | 'domainJoinedDevice' | 'approvedApplication', user?: string) =>
  (world: World) =>
    refreshAfter(
      world,
      ({ entra }) => void entra.control.addConditionalAccess({ displayName: grant, grant }),
      {},
      user === undefined ? {} : { user },
    );

/** A silent request of the gateway in a browser where these people are signed in. */
async function silent(
  world: World,
  people: readonly string[],
  between: (world: World) => void = () => undefined,
): Promise<Page> {
  const browser = world.browser();
  for (const user of people) await world.signIn(user, gatewayRequest(world, { prompt: 'login' }), { browser });
  between(world);
  return browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
}

/** Refreshes a grant of Fay's at the portal, in a tenant. */
async function portalRefresh(
  world: World,
  segment: string,
  between: (world: World) => void = () => undefined,
): Promise<Answer> {
  const { body } = await portalTokens(world, 'fabrikam.com', await portalCode(world, 'fabrikam.com'));
  between(world);
  return ask(
    world,
    { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...portalProof(world) },
    { segment },
  );
}

/** Posts the first page of a sign-in with another body. */
async function posted(world: World, body: string): Promise<Page> {
  const browser = world.browser();
  const page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
  const { action } = formOf(page);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return browser.open(new URL(action, page.url).href, { method: 'POST', headers, body });
}

/** Types something wrong into a page, again and again. */
async function wrong(page: Page, browser: ReturnType<World['browser']>, field: string, times: number): Promise<Page> {
  let last = page;
  for (let tries = 0; tries < times; tries++) last = await browser.submit(last, { [field]: 'x' });
  return last;
}

export const people: readonly Scenario[] = [
  reach(50058, 'a silent request, and nobody is signed in', (world) => silent(world, [])),
  reach(16000, 'a silent request, and two people are signed in', (world) => silent(world, [alice, 'bob@contoso.com'])),
  reach(
    65001,
    'a silent request without consent',
    (world) => silent(world, [alice], ({ entra }) => entra.control.revokeConsent('Sallyport Gateway')),
    {
      but: { error: 'interaction_required' },
    },
  ),
  reach(9002313, 'a form that is wrongly encoded', (world) => posted(world, 'ctx=%zz')),
  reach(9000411, 'a form with a field twice', (world) => posted(world, 'ctx=a&ctx=b')),
  reach(90012, 'a form of no sign-in', (world) => posted(world, 'ctx=invented')),
  reach(50053, 'ten wrong passwords', async (world) => {
    const browser = world.browser();
    const page = await browser.submit(await browser.open(world.authorizeUrl(gatewayRequest(world))), { login: alice });
    return wrong(page, browser, 'passwd', 11);
  }),
  reach(500121, 'five wrong codes', async (world) => {
    const { control } = world.entra;
    control.addConditionalAccess({ displayName: 'MFA', grant: 'mfa' });
    const browser = world.browser();
    const page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    const asked = await browser.submit(page, { login: alice, passwd: control.passwordOf(alice) });
    return wrong(asked, browser, 'otc', 5);
  }),
  reach(700016, 'the client is deleted while somebody signs in', async (world) => {
    const browser = world.browser();
    const page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    world.entra.directory.applications.delete(world.appId('Sallyport Gateway'));
    return browser.submit(page, { login: alice });
  }),
  reach(50020, 'somebody of another tenant, who is no guest', (world) =>
    world.signIn('tom@tailspin.onmicrosoft.com', gatewayRequest(world)),
  ),
  reach(500200, 'a personal account at an application for organizations', (world) =>
    world.signIn('pat.private@outlook.com', portal(world), { segment: 'common' }),
  ),
  reach(65004, 'consent is declined', (world) => world.signIn(alice, gatewayRequest(world), { consent: 'cancel' })),
  reach(
    65004,
    "a device that is not the person's own",
    async (world) => {
      const { userCode } = await deviceCode(world);
      const browser = world.browser();
      const page = await browser.submit(await browser.open(`${login}/device`), { otc: userCode });
      const asked = await browser.submit(page, { login: alice, passwd: world.entra.control.passwordOf(alice) });
      return browser.submit(asked, { decision: 'cancel' });
    },
    { options: { switches: { deviceConfirmation: true } } },
  ),
  reach(90094, 'only an administrator may consent', (world) =>
    world.signIn(alice, gatewayRequest(world, { scope: 'https://graph.microsoft.com/User.Read.All' })),
  ),
  reach(90094, 'somebody who is no administrator at admin consent', async (world) => {
    const browser = world.browser();
    const page = await browser.open(
      `${login}/${world.tenant}/adminconsent?client_id=${world.appId('Sallyport Daemon')}`,
    );
    return browser.submit(page, { login: alice, passwd: world.entra.control.passwordOf(alice) });
  }),
  reach(650057, 'everything of a resource that the registration does not list', (world) =>
    world.signIn(alice, gatewayRequest(world, { scope: 'https://management.azure.com/.default' })),
  ),
  reach(50105, 'a user who is not assigned', (world) => {
    const principal = world.entra.directory.defaultTenant.servicePrincipals.get(world.appId('Sallyport MCP Server'));
    if (principal) principal.assignmentRequired = true;
    return world.signIn(alice, gatewayRequest(world));
  }),
  reach(501051, 'an application that is not assigned', (world) => {
    const { control, directory } = world.entra;
    const principal = directory.defaultTenant.servicePrincipals.get(world.appId('Sallyport MCP Server'));
    if (principal) principal.assignmentRequired = true;
    const { appId } = control.addApplication({ name: 'Unassigned', secrets: [{}] });
    return asDaemon(world, { client_id: appId, client_secret: control.secretOf('Unassigned') });
  }),

  reach(50034, 'the account was deleted', (world) =>
    refreshAfter(world, ({ entra }) => entra.control.deleteUser(alice)),
  ),
  reach(50057, 'the account was disabled', (world) =>
    refreshAfter(world, ({ entra }) => entra.control.setAccountEnabled(alice, false)),
  ),
  reach(50173, 'the password was reset', (world) =>
    refreshAfter(world, ({ entra }) => void entra.control.resetPassword(alice)),
  ),
  reach(50020, 'the account is not in the tenant that is asked', (world) =>
    portalRefresh(world, 'tailspin.onmicrosoft.com'),
  ),
  reach(90002, 'the tenant of the account is gone', (world) =>
    portalRefresh(
      world,
      'common',
      ({ entra }) => void entra.directory.tenants.delete(entra.control.tenant('fabrikam.com').id),
    ),
  ),
  reach(65001, 'consent was withdrawn', (world) =>
    refreshAfter(world, ({ entra }) => entra.control.revokeConsent('Sallyport Gateway')),
  ),

  reach(53003, 'a policy blocks', under('block')),
  reach(53000, 'a policy wants a compliant device', under('compliantDevice')),
  reach(53001, 'a policy wants a device of the domain', under('domainJoinedDevice')),
  reach(53002, 'a policy wants an approved application', under('approvedApplication')),
  reach(50076, 'a policy wants a second factor', under('mfa')),
  reach(50076, 'a policy wants a second factor, as some recordings answer', under('mfa'), {
    options: { switches: { mfaError: 'interaction_required' } },
    but: { error: 'interaction_required' },
  }),
  reach(50079, 'a policy wants a second factor of somebody who has none', under('mfa', 'bob@contoso.com')),
];
