import { type McpServer, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { BodyRefusal, readMessage } from '../http/message-body.ts';
import { badBodyAnswer, jsonAnswer, type RefusalAnswer, send } from '../http/refusal-answer.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Route } from '../http/request-listener.ts';
import { EventStreamTransport } from './event-stream-transport.ts';
import { newSessionId, SessionTable } from './session-table.ts';

export interface EventStreamOptions {
  readonly newServer: () => McpServer;
  /** Whom the request that is being served belongs to; undefined where it does not say. @throws as the source of its token does */
  readonly owner: () => Promise<string | undefined>;
  readonly clock: () => number;
}

const notAllowed = (allow: string): RefusalAnswer => jsonAnswer(405, { error: 'method_not_allowed' }, { Allow: allow });

/** When the token that opened a stream expires, in milliseconds from now; undefined where that can't be known. */
async function lifetime({ caller }: RequestContext, clock: () => number): Promise<number | undefined> {
  const user = await caller().catch(() => undefined);
  return user?.kind === 'user' ? Math.max(0, user.token.expiresAt * 1000 - clock()) : undefined;
}

/**
 * The two endpoints of HTTP+SSE. Posted messages need a token of their own each, and one of the stream's owner. The
 * stream ends with the token that opened it: answers to others' tokens never go there, and nobody listens longer than
 * they may ask.
 *
 * An answer goes to the stream after the post was accepted with 202, so a claims challenge can't become a 401 here: the
 * failed call says that another sign-in is needed.
 */
export function eventStreamRoutes(options: EventStreamOptions): { readonly sse: Route; readonly message: Route } {
  const { newServer, owner, clock } = options;
  const streams = new SessionTable<EventStreamTransport>({
    end: (transport) => void transport.close(),
    clock,
    // an open stream is in use
    idleMs: Number.POSITIVE_INFINITY,
  });
  return {
    sse: {
      anonymously: false,
      async serve(request, response, context) {
        if (request.method !== 'GET') return send(response, notAllowed('GET'));
        const [whose, ms] = [await owner(), await lifetime(context, clock)];
        const transport = new EventStreamTransport(newSessionId(), response);
        const id = transport.sessionId;
        streams.add(id, whose, transport);
        const expiry = ms === undefined ? undefined : setTimeout(() => streams.delete(id), ms).unref();
        response.once('close', () => {
          clearTimeout(expiry);
          streams.delete(id);
        });
        await newServer().connect(transport);
      },
    },
    message: {
      anonymously: false,
      async serve(request, response, _context, body) {
        if (request.method !== 'POST') return send(response, notAllowed('POST'));
        const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sessionId') ?? '';
        const transport = streams.use(id, await owner());
        if (!transport) return send(response, jsonAnswer(404, { error: 'session_not_found' }));
        let message: ReturnType<typeof parseJSONRPCMessage>;
        try {
          message = parseJSONRPCMessage(body ?? JSON.parse((await readMessage(request)).toString('utf8')));
        } catch (error) {
          const refused = error instanceof BodyRefusal ? error.answer : badBodyAnswer(-32_700, 'No JSON-RPC message');
          return send(response, refused);
        }
        response.writeHead(202).end();
        transport.receive(message);
      },
    },
  };
}
