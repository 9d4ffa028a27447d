/** The login host: which path leads to which endpoint. */
import { Hono } from 'hono';
import type { Endpoint, FaultEffect } from '../control/faults.ts';
import type { AadstsError } from '../errors/aadsts-error.ts';
import { commonHeaders, errorAnswer } from '../http/answers.ts';
import { instrument } from '../http/instrument.ts';
import { type Message, queryParameters, readMessage, requestMarks } from '../http/message.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import { errorPage } from '../pages/outcome-pages.ts';
import type { EntraService } from '../service.ts';
import { adminConsent } from './admin-consent/admin-consent.ts';
import { authorize } from './authorize/authorize.ts';
import { deviceCode } from './device-code/device-code.ts';
import { devicePage } from './device-code/device-page.ts';
import { instance } from './discovery/instance.ts';
import { keys } from './discovery/keys.ts';
import { openidConfiguration } from './discovery/openid-configuration.ts';
import { credentialType, userRealm } from './discovery/user-realm.ts';
import { logout } from './logout/logout.ts';
import { continueSignIn } from './sign-in/continue-sign-in.ts';
import { handleLogin } from './sign-in/handle-login.ts';
import {
  handleConsent,
  handleDeviceConfirmation,
  handlePick,
  handleSecondFactor,
  handleStaySignedIn,
} from './sign-in/handle-pages.ts';
import { token } from './token/token.ts';

type Handler = (message: Message, effects: readonly FaultEffect[]) => Response | Promise<Response>;

/** An answer to a cross-origin preflight. */
const preflight = (request: Request): Response =>
  plainAnswer({
    text: '',
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': request.headers.get('access-control-request-headers')?.slice(0, 1000) ?? '',
      'access-control-max-age': '3600',
    },
  });

/** Builds the login host's application. */
export function createLoginApp(service: EntraService): { fetch(request: Request): Response | Promise<Response> } {
  const app = new Hono({ strict: true });

  /** Runs a handler with its request read, faults applied and the request logged. */
  async function serve(
    endpoint: Endpoint,
    request: Request,
    tenant: string,
    version: 1 | 2,
    form: 'json' | 'page',
    handler: Handler,
  ): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight(request);
    const message = await readMessage(request, tenant, version, service.now());
    const { parameters, marks } = message;
    const answerError = (error: AadstsError): Response =>
      form === 'json' ? errorAnswer(service, error, marks, version) : errorPage(service, error, marks);
    return instrument(service, { endpoint, request, parameters, marks, answerError }, (effects) =>
      handler(message, effects),
    );
  }

  // biome-ignore format: one row per endpoint
  const rows: readonly (readonly [path: string, endpoint: Endpoint, version: 1 | 2, form: 'json' | 'page', handler: Handler])[] = [
    ['/:tenant/oauth2/v2.0/authorize',                 'authorize',    2, 'page', (m) => authorize(service, m)],
    ['/:tenant/oauth2/authorize',                      'authorize',    1, 'page', (m) => authorize(service, m)],
    ['/:tenant/oauth2/v2.0/token',                     'token',        2, 'json', (m) => token(service, m)],
    ['/:tenant/oauth2/token',                          'token',        1, 'json', (m) => token(service, m)],
    ['/:tenant/oauth2/v2.0/devicecode',                'devicecode',   2, 'json', (m) => deviceCode(service, m)],
    ['/:tenant/oauth2/devicecode',                     'devicecode',   1, 'json', (m) => deviceCode(service, m)],
    ['/:tenant/oauth2/deviceauth',                     'pages',        2, 'page', (m) => devicePage(service, m)],
    ['/:tenant/oauth2/v2.0/logout',                    'logout',       2, 'page', (m) => logout(service, m)],
    ['/:tenant/oauth2/logout',                         'logout',       1, 'page', (m) => logout(service, m)],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'discovery',    2, 'json', (m) => openidConfiguration(service, m)],
    ['/:tenant/.well-known/openid-configuration',      'discovery',    1, 'json', (m) => openidConfiguration(service, m)],
    ['/:tenant/discovery/v2.0/keys',                   'keys',         2, 'json', (m, effects) => keys(service, m, stale(effects))],
    ['/:tenant/discovery/keys',                        'keys',         1, 'json', (m, effects) => keys(service, m, stale(effects))],
    ['/:tenant/discovery/instance',                    'instance',     2, 'json', (m) => instance(service, m)],
    ['/:tenant/adminconsent',                          'adminconsent', 2, 'page', (m) => adminConsent(service, m)],
    ['/:tenant/v2.0/adminconsent',                     'adminconsent', 2, 'page', (m) => adminConsent(service, m)],
    ['/:tenant/login',                                 'pages',        2, 'page', (m) => continueSignIn(service, m, handleLogin)],
    ['/:tenant/reprocess',                             'pages',        2, 'page', (m) => continueSignIn(service, m, handlePick)],
    ['/:tenant/SAS/ProcessAuth',                       'pages',        2, 'page', (m) => continueSignIn(service, m, handleSecondFactor)],
    ['/:tenant/DeviceAuthTls/reprocess',               'pages',        2, 'page', (m) => continueSignIn(service, m, handleDeviceConfirmation)],
    ['/:tenant/Consent/Set',                           'pages',        2, 'page', (m) => continueSignIn(service, m, handleConsent)],
  ];
  // paths that say exactly one row find it at once; everything else asks the router
  const known = new Map<string, (request: Request, tenant: string) => Promise<Response>>();
  for (const [path, endpoint, version, form, handler] of rows) {
    known.set(path.slice('/:tenant'.length), (request, tenant) =>
      serve(endpoint, request, tenant, version, form, handler),
    );
    app.all(path, (c) => serve(endpoint, c.req.raw, c.req.param('tenant') ?? '', version, form, handler));
  }

  // the address that device code answers name, and the older one
  for (const path of ['/device', '/devicelogin']) {
    // microsoft.com keeps no session: it only knows the way
    app.get(path, (c, next) =>
      new URL(c.req.url).hostname === 'microsoft.com'
        ? Promise.resolve(c.redirect(`${service.origins.login}/common/oauth2/deviceauth`))
        : next(),
    );
    app.all(path, (c) => serve('pages', c.req.raw, 'common', 2, 'page', (m) => devicePage(service, m)));
  }
  app.all('/kmsi', (c) =>
    serve('pages', c.req.raw, 'common', 2, 'page', (m) => continueSignIn(service, m, handleStaySignedIn)),
  );
  app.get('/getuserrealm.srf', (c) =>
    serve('userrealm', c.req.raw, 'common', 2, 'json', (m) => userRealm(service, m, m.query.get('login') ?? '')),
  );
  // the second is how older libraries write it
  for (const path of ['/common/userrealm/:login', '/common/UserRealm/:login'] as const) {
    app.get(path, (c) =>
      serve('userrealm', c.req.raw, 'common', 2, 'json', (m) => userRealm(service, m, c.req.param('login'))),
    );
  }
  app.post('/common/GetCredentialType', (c) => {
    // its body is JSON, which the form reader would swallow
    const query = queryParameters(new URL(c.req.url));
    const marks = requestMarks(c.req.raw, query, service.now());
    const at = { endpoint: 'userrealm', request: c.req.raw, parameters: query, marks } as const;
    const answerError = (error: AadstsError): Response => errorAnswer(service, error, marks, 2);
    return instrument(service, { ...at, answerError }, () => credentialType(service, c.req.raw, marks));
  });
  app.get('/error', (c) => {
    const query = queryParameters(new URL(c.req.url));
    return c.text(
      `AADSTS${Number(query.get('code')) || ''}`,
      200,
      commonHeaders(requestMarks(c.req.raw, query, service.now())),
    );
  });
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const unserved = pathname.includes('/.well-known/oauth-authorization-server');
    return c.body(null, unserved ? (service.switches.rfc8414Status as 404) : 404);
  });
  return {
    fetch: (request) => {
      const [, tenant = '', path = ''] = plainPath.exec(request.url) ?? [];
      return known.get(path)?.(request, tenant) ?? app.fetch(request);
    },
  };
}

/** Tenant and rest of an address whose path needs no decoding. */
const plainPath = /^https?:\/\/[^/?#]+\/([\w.-]+)(\/[\w./-]+)(?:$|[?#])/;

const stale = (effects: readonly FaultEffect[]): boolean => effects.some(({ kind }) => kind === 'staleKeys');
