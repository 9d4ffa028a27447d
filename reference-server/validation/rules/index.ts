import { accessTokenOnly } from './access-token-only.ts';
import { audience } from './audience.ts';
import { callerKind } from './caller-kind.ts';
import { issuer } from './issuer.ts';
import { keyIssuer } from './key-issuer.ts';
import type { Rule } from './rule.ts';
import { scope } from './scope.ts';
import { subject } from './subject.ts';
import { tenant } from './tenant.ts';

/** In this order; the first refusal is the answer. */
export const rules: readonly Rule[] = [
  // what makes a token foreign: 401
  issuer,
  tenant,
  keyIssuer,
  audience,
  accessTokenOnly,
  subject,
  // what it lacks: 403
  callerKind,
  scope,
];
