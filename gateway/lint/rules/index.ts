import type { Rule } from '../rule.ts';
import { anyOriginWithCredentials } from './any-origin-with-credentials.ts';
import { commentDashes } from './comment-dashes.ts';
import { idleRateLimit } from './idle-rate-limit.ts';
import { invalidValue } from './invalid-value.ts';
import { literalSecret } from './literal-secret.ts';
import { lostChallenge } from './lost-challenge.ts';
import { mcpResponseBody } from './mcp-response-body.ts';
import { misplacedElement } from './misplaced-element.ts';
import { missingAudience } from './missing-audience.ts';
import { missingBase } from './missing-base.ts';
import { missingPart } from './missing-part.ts';
import { notEmulated } from './not-emulated.ts';
import { tokenChecksOff } from './token-checks-off.ts';
import { undocumentedSection } from './undocumented-section.ts';
import { unexpectedText } from './unexpected-text.ts';
import { unknownAttribute } from './unknown-attribute.ts';
import { unknownElement } from './unknown-element.ts';
import { unknownFragment } from './unknown-fragment.ts';

/** Every rule over documents, by id. */
export const rules: readonly Rule[] = [
  anyOriginWithCredentials,
  commentDashes,
  idleRateLimit,
  invalidValue,
  literalSecret,
  lostChallenge,
  mcpResponseBody,
  misplacedElement,
  missingAudience,
  missingBase,
  missingPart,
  notEmulated,
  tokenChecksOff,
  undocumentedSection,
  unexpectedText,
  unknownAttribute,
  unknownElement,
  unknownFragment,
];
