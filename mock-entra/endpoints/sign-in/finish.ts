/** The result of a sign-in: a code (and tokens, where the response type asks) to the client, or the end of another purpose. */
import { graphAppId } from '../../directory/first-party.ts';
import { issuerV1, issuerV2 } from '../../origins.ts';
import { messagePage } from '../../pages/outcome-pages.ts';
import { codeLife, codeMemory } from '../../rules/known-code.ts';
import type { AuthorizeRequest } from '../../stores/pending-sign-in.ts';
import { newAuthorizationCode } from '../../tokens/opaque.ts';
import { finishAdminConsent } from '../admin-consent/finish-admin-consent.ts';
import { answerClient } from '../authorize/authorize-answer.ts';
import { approveDevice } from '../device-code/approve-device.ts';
import { hybridTokens } from './hybrid-tokens.ts';
import type { SignedIn, Step } from './step.ts';

/** Issues a code for what the request asked. */
function issueCode(step: Step, request: AuthorizeRequest, signedIn: SignedIn): string {
  const { service } = step;
  const { client, signIn } = signedIn;
  const code = newAuthorizationCode();
  service.codes.set(
    code,
    {
      clientId: client.appId,
      signIn,
      tenantSegment: request.tenantSegment,
      redirectUri: request.redirectUri,
      redirectType: request.redirectType,
      scope: request.scopes.text,
      resource: request.resource,
      nonce: request.nonce,
      challenge: request.challenge,
      claims: request.claimsText,
      goodUntil: service.now() + codeLife,
      redeemed: false,
    },
    codeMemory,
  );
  service.issued({
    kind: 'authorization_code',
    value: code,
    audience: client.appId,
    subject: signIn.userId,
    issuedTo: client.appId,
  });
  return code;
}

/** Most applications of one browser that are told of its end. */
const mostClients = 50;

/** Remembers that this browser is signed in to the client, which will hear when it signs out. */
function rememberClient({ service, session }: Step, request: AuthorizeRequest, signedIn: SignedIn): void {
  if (!session) return;
  const { client, tenant, user } = signedIn;
  const issuer = (request.version === 2 ? issuerV2 : issuerV1)(service.origins, tenant.id);
  const userId = service.directory.homeOf(user).id;
  const known = session.clients.some(
    (each) => each.clientId === client.appId && each.issuer === issuer && each.userId === userId,
  );
  if (!known && session.clients.length < mostClients) session.clients.push({ clientId: client.appId, issuer, userId });
}

/** Ends a sign-in that needs nothing more. */
export async function finish(step: Step, signedIn: SignedIn): Promise<Response> {
  const { service, pending, marks, cookies, ctx } = step;
  const { purpose } = pending;
  service.pending.delete(ctx);
  const { client, tenant } = signedIn;
  service.directory.install(tenant, client);
  if (purpose.kind === 'device') {
    approveDevice(service, purpose.userCode, signedIn.signIn);
    return messagePage(
      'You are signed in',
      `You have signed in to ${client.name} on your device. You may close this window.`,
      marks,
      cookies,
    );
  }
  if (purpose.kind === 'adminConsent') return finishAdminConsent(step, purpose, signedIn);

  const { request } = purpose;
  rememberClient(step, request, signedIn);
  const code = request.responseTypes.has('code') ? issueCode(step, request, signedIn) : undefined;
  const tokens = await hybridTokens(service, request, signedIn, code, graphAppId);
  const home = service.directory.homeOf(signedIn.user);
  const clientInfo = Buffer.from(JSON.stringify({ uid: home.id, utid: home.tenantId })).toString('base64url');
  const parameters: [string, string][] = [
    ...(code === undefined ? [] : [['code', code] satisfies [string, string]]),
    ...tokens,
    ...(request.clientInfo ? [['client_info', clientInfo] satisfies [string, string]] : []),
    ['session_state', signedIn.signIn.sessionId],
  ];
  return answerClient(request, parameters, marks, cookies);
}
