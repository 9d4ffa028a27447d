/** Every check, in the order in which a reader would ask. */
import type { Check } from '../check.ts';
import { applicationClient } from './application-client.ts';
import { applicationFlow } from './application-flow.ts';
import { applicationRole } from './application-role.ts';
import { applicationUserToken } from './application-user-token.ts';
import { authorizationServerChecks } from './authorization-server.ts';
import { challengeScope } from './challenge-scope.ts';
import { claimsFromServer } from './claims-from-server.ts';
import { codeSingleUse } from './code-single-use.ts';
import { custodyOutside } from './custody-outside.ts';
import { endpointsBehindDoor } from './endpoints-behind-door.ts';
import { exchangeErrors } from './exchange-errors.ts';
import { exchangeKept } from './exchange-kept.ts';
import { fullFlow } from './full-flow.ts';
import { garbageToken } from './garbage-token.ts';
import { graphHeader } from './graph-header.ts';
import { graphToken } from './graph-token.ts';
import { headersSpelling } from './headers-spelling.ts';
import { headersStripped } from './headers-stripped.ts';
import { hostIgnored } from './host-ignored.ts';
import { identitiesApart } from './identities-apart.ts';
import { messageHeadersMatch } from './message-headers.ts';
import { noToken } from './no-token.ts';
import { oboSecretless } from './obo-secretless.ts';
import { originRefused } from './origin-refused.ts';
import { pageOrigin } from './page-origin.ts';
import { pkceVerifier } from './pkce-verifier.ts';
import { redirectUri } from './redirect-uri.ts';
import { resourceMetadataPlaces } from './resource-metadata.ts';
import { scopeInsufficient } from './scope-insufficient.ts';
import { scopePerTool } from './scope-per-tool.ts';
import { securityHeaders } from './security-headers.ts';
import { selfSigned } from './self-signed.ts';
import { serverCaller } from './server-caller.ts';
import { sessionEnds } from './session-ends.ts';
import { sessionIsolation } from './session-isolation.ts';
import { streamUnbuffered } from './stream-unbuffered.ts';
import { tokenMissing } from './token-missing.ts';
import { tokenPassthrough } from './token-passthrough.ts';
import { unsignedToken } from './unsigned.ts';
import { wrongAudience } from './wrong-audience.ts';
import { wrongIssuer } from './wrong-issuer.ts';

export const checks: readonly Check[] = [
  fullFlow,
  applicationFlow,
  noToken,
  challengeScope,
  resourceMetadataPlaces,
  hostIgnored,
  tokenMissing,
  garbageToken,
  wrongAudience,
  wrongIssuer,
  unsignedToken,
  selfSigned,
  graphToken,
  applicationClient,
  applicationRole,
  applicationUserToken,
  scopeInsufficient,
  scopePerTool,
  messageHeadersMatch,
  originRefused,
  headersStripped,
  headersSpelling,
  tokenPassthrough,
  graphHeader,
  serverCaller,
  endpointsBehindDoor,
  securityHeaders,
  pageOrigin,
  streamUnbuffered,
  codeSingleUse,
  pkceVerifier,
  redirectUri,
  oboSecretless,
  identitiesApart,
  exchangeKept,
  exchangeErrors,
  claimsFromServer,
  custodyOutside,
  sessionIsolation,
  sessionEnds,
  ...authorizationServerChecks,
];
