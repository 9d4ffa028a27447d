/** The device code endpoint, RFC 8628 as Entra does it: no verification_uri_complete. */
import { randomInt } from 'node:crypto';
import { AadstsError } from '../../errors/aadsts-error.ts';
import { errorAnswer, jsonAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import { publicCloud } from '../../origins.ts';
import { postOnly } from '../../rules/accepted-method.ts';
import { knownClient } from '../../rules/known-client.ts';
import { deviceCodeLife } from '../../rules/known-device-code.ts';
import { knownTenant } from '../../rules/known-tenant.ts';
import { noDuplicatedParameter } from '../../rules/no-duplicated-parameter.ts';
import { readableScope } from '../../rules/readable-scope.ts';
import { type Rule, Transaction } from '../../rules/transaction.ts';
import { wellFormedRequest } from '../../rules/well-formed-request.ts';
import type { EntraService } from '../../service.ts';
import { newDeviceCode } from '../../tokens/opaque.ts';

const rules: readonly Rule[] = [
  postOnly,
  wellFormedRequest,
  noDuplicatedParameter,
  knownTenant,
  knownClient,
  readableScope,
];

/** Letters and digits that are hard to mistake. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const newUserCode = (): string => Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Answers a device authorization request. */
export async function deviceCode(service: EntraService, message: Message): Promise<Response> {
  const transaction = new Transaction(service, message);
  try {
    for (const rule of rules) await rule(transaction);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return errorAnswer(service, error, message.marks, message.version);
  }
  const code = newDeviceCode();
  const userCode = newUserCode();
  const clientId = transaction.client.value.appId;
  service.deviceCodes.set(
    code,
    {
      clientId,
      tenantSegment: message.tenantSegment,
      scope: transaction.scopes.value.text,
      userCode,
      goodUntil: service.now() + deviceCodeLife,
      state: 'pending',
      signIn: undefined,
    },
    deviceCodeLife * 2,
  );
  service.issued({ kind: 'device_code', value: code, audience: clientId, issuedTo: clientId });
  service.issued({ kind: 'user_code', value: userCode, audience: clientId, issuedTo: clientId });
  const { login } = service.origins;
  const uri = login === publicCloud.login ? 'https://login.microsoft.com/device' : `${login}/device`;
  return jsonAnswer(
    {
      user_code: userCode,
      device_code: code,
      verification_uri: uri,
      expires_in: deviceCodeLife / 1000,
      interval: 5,
      message: `To sign in, use a web browser to open the page ${uri} and enter the code ${userCode} to authenticate.`,
    },
    message.marks,
  );
}
