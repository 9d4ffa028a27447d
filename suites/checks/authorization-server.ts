/** What only a gateway that is an authorization server can promise, in the order of a sign-in. */
import type { Check } from '../check.ts';
import { claimsChallenge } from './claims-challenge.ts';
import { codeBound } from './code-bound.ts';
import { codeRace } from './code-race.ts';
import { codeReplay } from './code-replay.ts';
import { consentCsrf } from './consent-csrf.ts';
import { consentFirst } from './consent-first.ts';
import { consentPageCheck } from './consent-page.ts';
import { consentRemembered } from './consent-remembered.ts';
import { cookieTossed } from './cookie-tossed.ts';
import { disabledUser } from './disabled-user.ts';
import { entraClaims } from './entra-claims.ts';
import { issuerInResponse } from './issuer-in-response.ts';
import { limitsAnonymous } from './limits-anonymous.ts';
import { loopbackPort } from './loopback-port.ts';
import { metadataHonest } from './metadata-honest.ts';
import { openRedirector } from './open-redirector.ts';
import { pkceRequired } from './pkce-required.ts';
import { refreshRotation } from './refresh-rotation.ts';
import { registrationName } from './registration-name.ts';
import { registrationRedirects } from './registration-redirects.ts';
import { resourceHonoured } from './resource-honoured.ts';
import { revocation } from './revocation.ts';
import { sessionKeyRotation } from './session-key-rotation.ts';
import { sessionSealed } from './session-sealed.ts';
import { stateAfterConsent } from './state-after-consent.ts';
import { stateBound } from './state-bound.ts';
import { tokenAnswer } from './token-answer.ts';
import { tokenInQuery } from './token-in-query.ts';
import { tokensApart } from './tokens-apart.ts';

export const authorizationServerChecks: readonly Check[] = [
  registrationRedirects,
  registrationName,
  loopbackPort,
  consentFirst,
  consentCsrf,
  consentRemembered,
  consentPageCheck,
  stateBound,
  stateAfterConsent,
  cookieTossed,
  openRedirector,
  pkceRequired,
  resourceHonoured,
  codeBound,
  codeRace,
  codeReplay,
  sessionSealed,
  sessionKeyRotation,
  refreshRotation,
  tokensApart,
  revocation,
  issuerInResponse,
  tokenAnswer,
  limitsAnonymous,
  claimsChallenge,
  disabledUser,
  metadataHonest,
  tokenInQuery,
  entraClaims,
];
