/** The token endpoint: judge, issue, answer. */
import { AadstsError } from '../../errors/aadsts-error.ts';
import { errorAnswer, jsonAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import { judgeTokenRequest } from '../../rules/token-rules.ts';
import { Transaction } from '../../rules/transaction.ts';
import type { EntraService } from '../../service.ts';
import { appTokenResponse } from './app-token-response.ts';
import { userTokenResponse } from './user-token-response.ts';

/** Only applications with a single-page redirect URI may be read by scripts of other origins. */
function corsHeaders(transaction: Transaction): Record<string, string> {
  if (transaction.origin === undefined || !transaction.client.filled) return {};
  return transaction.client.value.redirectUris.spa.length > 0 ? { 'access-control-allow-origin': '*' } : {};
}

/** Answers a request to the token endpoint. */
export async function token(service: EntraService, message: Message): Promise<Response> {
  const transaction = new Transaction(service, message);
  try {
    const grant = await judgeTokenRequest(transaction);
    const body = grant === 'app' ? await appTokenResponse(transaction) : await userTokenResponse(transaction);
    return jsonAnswer(body, message.marks, { headers: corsHeaders(transaction) });
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return errorAnswer(service, error, message.marks, message.version, corsHeaders(transaction));
  }
}
