import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';
import { argumentSource, takeTokens } from './argument.ts';

const call = (params: unknown) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

describe('takeTokens', () => {
  it('takes the argument out and leaves the others', () => {
    const message = call({ name: 'echo', arguments: { bearerToken: 't', text: 'x' } });
    expect(takeTokens(message)).toEqual({ call: 't', sender: 't' });
    expect(message).toEqual(call({ name: 'echo', arguments: { text: 'x' } }));
  });

  it('keeps the empty arguments of a tool call, and drops those the policy made for other methods', () => {
    const toolCall = call({ name: 'echo', arguments: { bearerToken: 't' } });
    takeTokens(toolCall);
    expect(toolCall.params).toEqual({ name: 'echo', arguments: {} });
    const initialize = { ...call({ protocolVersion: 'x', arguments: { bearerToken: 't' } }), method: 'initialize' };
    takeTokens(initialize);
    expect(initialize.params).toEqual({ protocolVersion: 'x' });
  });

  it('calls with neither that of params nor that of the message itself, and empties both', () => {
    const inParams = call({ name: 'echo', arguments: 'none', bearerToken: 't' });
    expect(takeTokens(inParams)).toEqual({ call: undefined, sender: 't' });
    expect(inParams.params).toEqual({ name: 'echo', arguments: 'none' });
    const beside = { ...call(undefined), bearerToken: 't' };
    expect(takeTokens(beside)).toEqual({ call: undefined, sender: 't' });
    expect(beside).toEqual(call(undefined));
  });

  it('takes no token that is not a text', () => {
    const message = call({ arguments: { bearerToken: { toString: 'x' } } });
    expect(takeTokens(message)).toEqual({ call: undefined, sender: undefined });
    expect(message).toEqual(call({ arguments: {} }));
  });

  it('leaves no credential in any of the three places, whatever the message', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (first, second, rest) => {
        const message = JSON.parse(
          JSON.stringify({
            method: rest,
            bearerToken: first,
            params: { bearerToken: second, arguments: { bearerToken: first, a: rest } },
          }),
        );
        const { call: token, sender } = takeTokens(message);
        expect(token).toBe(typeof first === 'string' ? first : undefined);
        expect(sender).toBe(token ?? (typeof second === 'string' ? second : undefined));
        expect('bearerToken' in message || 'bearerToken' in message.params).toBe(false);
        expect(message.params.arguments).toEqual(JSON.parse(JSON.stringify({ a: rest })));
      }),
      { numRuns: 100 },
    );
  });
});

describe('who sent a message', () => {
  const senderOf = async (error: Error) => {
    const source = argumentSource(() => Promise.reject(error));
    const request = Object.assign(Readable.from([Buffer.from(JSON.stringify({ ...call({}), bearerToken: 't' }))]), {
      method: 'POST',
      headers: {},
    });
    const opened = await source.open(request as unknown as IncomingMessage, { anonymously: false });
    return 'sender' in opened ? await opened.sender?.() : expect.fail('there is a sender');
  };

  it('is nobody by a token that is no good', async () => {
    expect(await senderOf(TokenRefusal.invalidToken('expired', 'expired'))).toEqual({ kind: 'anonymous' });
  });

  it('is not decided where no token can be judged', async () => {
    await expect(senderOf(new SigningKeysUnavailable('down'))).rejects.toThrow(SigningKeysUnavailable);
  });
});
