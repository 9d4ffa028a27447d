/** The authorize endpoint: judge the request, then find out whether a person must act. */

import type { Message } from '../../http/message.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import { codeChallenge, responseMode, responseTypes } from '../../rules/authorize-parameters.ts';
import { judgeAuthorizeRequest } from '../../rules/authorize-rules.ts';
import { Transaction } from '../../rules/transaction.ts';
import type { EntraService } from '../../service.ts';
import type { AuthorizeRequest } from '../../stores/pending-sign-in.ts';
import { accountOfHint } from '../../tokens/login-hint.ts';
import { beginSignIn } from '../sign-in/begin-sign-in.ts';
import { answerClientError } from './authorize-answer.ts';

/** Name of the account that a request hints at: as it was sent, or behind the claim of an earlier id token. */
function hintedName(transaction: Transaction): string | undefined {
  const hint = transaction.parameter('login_hint');
  return hint && (accountOfHint(transaction.service.directory, hint)?.userPrincipalName ?? hint);
}

function authorizeRequest(transaction: Transaction): AuthorizeRequest {
  const { message, client, redirect, scopes, claims } = transaction;
  const { uri, type } = redirect.value;
  if (uri === undefined || type === undefined) throw new Error('an unregistered redirect URI passed the rules');
  return {
    version: message.version,
    tenantSegment: message.tenantSegment,
    clientId: client.value.appId,
    redirectUri: uri,
    redirectType: type,
    responseTypes: responseTypes(transaction),
    responseMode: responseMode(transaction),
    state: message.parameters.get('state'),
    nonce: transaction.parameter('nonce'),
    scopes: scopes.value,
    resource: message.version === 1 ? transaction.parameter('resource') : undefined,
    challenge: codeChallenge(transaction),
    prompt: transaction.parameter('prompt'),
    loginHint: hintedName(transaction),
    claims: claims.value,
    claimsText: transaction.parameter('claims'),
    clientInfo: transaction.parameter('client_info') === '1',
    marks: message.marks,
  };
}

/** Answers an authorize request: a page, or parameters to the redirect URI. */
export async function authorize(service: EntraService, message: Message): Promise<Response> {
  const transaction = new Transaction(service, message);
  const refusal = await judgeAuthorizeRequest(transaction);
  if (!refusal) return beginSignIn(service, message, { kind: 'authorize', request: authorizeRequest(transaction) });
  const uri = transaction.redirect.filled ? transaction.redirect.value.uri : undefined;
  if (refusal.told === 'client' && uri !== undefined) {
    const address = {
      redirectUri: uri,
      responseMode: responseMode(transaction),
      state: message.parameters.get('state'),
    };
    return answerClientError(service, address, refusal.error, message.marks, message.version);
  }
  return errorPage(service, refusal.error, message.marks);
}
