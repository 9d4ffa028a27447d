/**
 * Which checks run at the token endpoint, for which grant, in which order. The first that fails decides the answer.
 */

import { postOnly } from './accepted-method.ts';
import { accountInOrder } from './account-in-order.ts';
import { appOnlyScope } from './app-only-scope.ts';
import { appOnlyTenant } from './app-only-tenant.ts';
import { assignedApplication, assignedUser } from './assigned.ts';
import { confidentialClientProof, fallbackClientProof, platformClientProof } from './client-proof.ts';
import { codeRedirect } from './code-redirect.ts';
import { codeVerifier } from './code-verifier.ts';
import { conditionalAccess } from './conditional-access.ts';
import { consented } from './consented.ts';
import { crossOriginRedemption } from './cross-origin-redemption.ts';
import { installedClient, knownClient } from './known-client.ts';
import { knownCode, spendCode } from './known-code.ts';
import { knownDeviceCode } from './known-device-code.ts';
import { deviceCodeGrants, jwtBearer, knownGrantType } from './known-grant-type.ts';
import { knownRefreshToken, refreshTokenAlive } from './known-refresh-token.ts';
import { knownResource } from './known-resource.ts';
import { knownTenant } from './known-tenant.ts';
import { noDuplicatedParameter } from './no-duplicated-parameter.ts';
import { onBehalfOfUse } from './on-behalf-of-use.ts';
import { passwordGrant } from './password-grant.ts';
import { readableClaims } from './readable-claims.ts';
import { readableScope } from './readable-scope.ts';
import { readRedirect } from './registered-redirect.ts';
import { requiredParameter } from './required-parameter.ts';
import { resourceParameter } from './resource-parameter.ts';
import { selfToken } from './self-token.ts';
import { singleResource } from './single-resource.ts';
import type { Rule, Transaction } from './transaction.ts';
import {
  assertedSignIn,
  assertionForThisClient,
  assertionInTime,
  assertionIsAccessToken,
  assertionOfUser,
  readableAssertion,
  signedAssertion,
} from './user-assertion.ts';
import { wellFormedRequest } from './well-formed-request.ts';

/** Columns of the table: the grants. */
export type Grant = 'code' | 'refresh' | 'app' | 'obo' | 'device' | 'password';

/** The column of a grant_type. */
function grantOf(grantType: string): Grant {
  if (grantType === 'authorization_code') return 'code';
  if (grantType === 'refresh_token') return 'refresh';
  if (grantType === 'client_credentials') return 'app';
  if (grantType === 'password') return 'password';
  if (grantType === jwtBearer) return 'obo';
  if (deviceCodeGrants.includes(grantType)) return 'device';
  throw new RangeError(`no column for grant type '${grantType}'`);
}

const C: Grant = 'code';
const R: Grant = 'refresh';
const A: Grant = 'app';
const O: Grant = 'obo';
const D: Grant = 'device';
const P: Grant = 'password';

/** Rules of every grant, which run before the grant is known. */
export const before: readonly Rule[] = [
  postOnly,
  wellFormedRequest,
  noDuplicatedParameter,
  knownTenant,
  knownGrantType,
];

// biome-ignore format: columns show which grant meets which check
export const tokenRules: readonly (readonly [rule: Rule, ...grants: Grant[]])[] = [
  [knownClient,                        C, R, A, O, D, P],
  [appOnlyTenant,                            A,        ],
  [installedClient,                          A,        ],
  [requiredParameter('code'),          C,              ],
  [requiredParameter('redirect_uri'),  C,              ],
  [requiredParameter('refresh_token'),    R,           ],
  [requiredParameter('assertion'),              O,     ],
  [onBehalfOfUse,                               O,     ],
  [requiredParameter('device_code'),               D,  ],
  [requiredParameter('username'),                     P],
  [requiredParameter('password'),                     P],
  [readRedirect,                       C,              ],
  [knownRefreshToken,                     R,           ],
  [crossOriginRedemption,              C, R,           ],
  [platformClientProof,                C, R,           ],
  [confidentialClientProof,                  A, O,     ],
  [fallbackClientProof,                            D, P],
  [knownCode,                          C,              ],
  [codeRedirect,                       C,              ],
  [codeVerifier,                       C,              ],
  [spendCode,                          C,              ],
  [refreshTokenAlive,                     R,           ],
  [knownDeviceCode,                                D,  ],
  [passwordGrant,                                     P],
  [readableAssertion,                           O,     ],
  [signedAssertion,                             O,     ],
  [assertionInTime,                             O,     ],
  [assertionForThisClient,                      O,     ],
  [assertionOfUser,                             O,     ],
  [assertionIsAccessToken,                      O,     ],
  [assertedSignIn,                              O,     ],
  [readableScope,                      C, R, A, O, D, P],
  [appOnlyScope,                             A,        ],
  [singleResource,                     C, R,    O, D, P],
  [readableClaims,                     C, R, A, O, D, P],
  [accountInOrder,                     C, R,    O, D, P],
  [resourceParameter,                  C, R, A, O, D, P],
  [knownResource,                      C, R, A, O, D, P],
  [selfToken,                             R,           ],
  [assignedApplication,                      A,        ],
  [assignedUser,                       C, R,    O, D, P],
  [consented,                          C, R,    O, D, P],
  [conditionalAccess,                  C, R,    O, D, P],
];

/**
 * Judges a request to the token endpoint.
 * @returns the grant it uses; everything else is in the transaction.
 * @throws AadstsError of the first rule that fails.
 */
export async function judgeTokenRequest(transaction: Transaction): Promise<Grant> {
  for (const rule of before) await rule(transaction);
  const grant = grantOf(transaction.grantType.value);
  for (const [rule, ...grants] of tokenRules) if (grants.includes(grant)) await rule(transaction);
  return grant;
}
