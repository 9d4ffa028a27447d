/** Every check, in the order in which a reader would ask. */
import type { Check } from '../check.ts';
import { codeSingleUse } from './code-single-use.ts';
import { custodyOutside } from './custody-outside.ts';
import { fullFlow } from './full-flow.ts';
import { garbageToken } from './garbage-token.ts';
import { noToken } from './no-token.ts';
import { oboSecretless } from './obo-secretless.ts';
import { pkceVerifier } from './pkce-verifier.ts';
import { redirectUri } from './redirect-uri.ts';
import { selfSigned } from './self-signed.ts';
import { sessionEnds } from './session-ends.ts';
import { sessionIsolation } from './session-isolation.ts';
import { unsignedToken } from './unsigned.ts';
import { wrongAudience } from './wrong-audience.ts';
import { wrongIssuer } from './wrong-issuer.ts';

export const checks: readonly Check[] = [
  fullFlow,
  noToken,
  garbageToken,
  wrongAudience,
  wrongIssuer,
  unsignedToken,
  selfSigned,
  codeSingleUse,
  pkceVerifier,
  redirectUri,
  oboSecretless,
  custodyOutside,
  sessionIsolation,
  sessionEnds,
];
