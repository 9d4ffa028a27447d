import { anonymous, type Caller, callerOf } from '../caller/caller.ts';
import { BodyRefusal, readMessage } from '../http/message-body.ts';
import { badBodyAnswer } from '../http/refusal-answer.ts';
import type { AccessTokenValidator } from '../validation/access-token-validator.ts';
import { TokenRefusal } from '../validation/refusal.ts';
import type { TokenSource } from './token-source.ts';

/** Name of the argument that a gateway adds. */
const argumentName = 'bearerToken';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a gateway has put into a message. */
interface TakenTokens {
  /** Of `params.arguments`: the one that a call is made with. */
  readonly call: string | undefined;
  /** Of the first place that has one: it tells who sent the message. */
  readonly sender: string | undefined;
}

/**
 * Takes the gateway's argument out of a message. The published policy puts it into `params.arguments`, which it creates
 * if need be, else into `params`, else beside `params`; only with the first may a tool be called, all three are emptied.
 *
 * @param message changed in place: no tool, no schema and no log sees the credential
 */
export function takeTokens(message: JsonObject): TakenTokens {
  const params = isObject(message.params) ? message.params : undefined;
  const args = params && isObject(params.arguments) ? params.arguments : undefined;
  const [call, ...others] = [args, params, message].map((place) => {
    const token = place?.[argumentName];
    if (place) delete place[argumentName];
    return typeof token === 'string' ? token : undefined;
  });
  // The policy created it: only a tool call has arguments.
  if (params && args && Object.keys(args).length === 0 && message.method !== 'tools/call') delete params.arguments;
  return { call, sender: [call, ...others].find((token) => token !== undefined) };
}

/**
 * `params.arguments.bearerToken` of a message, for gateways that put the user's token there because the host of the
 * tool hides headers from it. The token is judged when a tool asks for its user; a refusal is then a failed tool call,
 * as in the published server. What lists tools without a token is the gateway's to decide. A session that a token was
 * shown in takes no message with the token of another user.
 */
export function argumentSource(validate: AccessTokenValidator): TokenSource {
  return {
    onEveryRequest: false,
    async open(request) {
      if (request.method !== 'POST') return { caller: missing, sender: nobody };
      let message: unknown;
      try {
        message = JSON.parse((await readMessage(request)).toString('utf8'));
      } catch (error) {
        return { answer: error instanceof BodyRefusal ? error.answer : badBodyAnswer(-32_700, 'The body is not JSON') };
      }
      if (!isObject(message)) return { answer: badBodyAnswer(-32_600, 'The body is not one JSON-RPC message') };
      const tokens = takeTokens(message);
      const callerBy = async (token: string) => callerOf(await validate(token));
      return {
        caller: async () => (tokens.call === undefined ? await missing() : await callerBy(tokens.call)),
        sender: async () => (tokens.sender === undefined ? undefined : await callerBy(tokens.sender).catch(stranger)),
        body: message,
      };
    },
  };
}

const nobody = async (): Promise<undefined> => undefined;

/** Whoever sends a token that is no good: not the user of any session, and told so by the call that needs one. */
function stranger(error: unknown): Caller {
  if (error instanceof TokenRefusal) return anonymous;
  throw error;
}

const missing = (): Promise<Caller> =>
  Promise.reject(TokenRefusal.invalidToken('missing', 'An access token is required'));
