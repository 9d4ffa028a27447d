import type { Rule } from '../rule.ts';
import { anyOriginWithCredentials } from './any-origin-with-credentials.ts';
import { commentDashes } from './comment-dashes.ts';
import { idleRateLimit } from './idle-rate-limit.ts';
import { literalSecret } from './literal-secret.ts';
import { lostChallenge } from './lost-challenge.ts';
import { mcpResponseBody } from './mcp-response-body.ts';
import { missingAudience } from './missing-audience.ts';
import { missingBase } from './missing-base.ts';
import { tokenChecksOff } from './token-checks-off.ts';
import { unknownFragment } from './unknown-fragment.ts';

/** Every rule over documents, by id. */
export const rules: readonly Rule[] = [
  anyOriginWithCredentials,
  commentDashes,
  idleRateLimit,
  literalSecret,
  lostChallenge,
  mcpResponseBody,
  missingAudience,
  missingBase,
  tokenChecksOff,
  unknownFragment,
];
