import { describe, expect, it } from 'vitest';
import { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import { withClaimsGate } from './claims-gate.ts';
import { currentRequest, type RequestContext, withRequest } from './request-context.ts';

const request = new Request('http://localhost/mcp', { method: 'POST', body: '{}' });
const challenge = new ClaimsChallenge('{"a":1}', 'correlation');
const bytes = (text: string) => new TextEncoder().encode(text);
const unused = () => Promise.reject(new Error('unused'));
const context = (): RequestContext => ({ id: 'r', caller: unused, sender: unused });

/** Serves a stream that `write` fills, through the gate. */
function serve(write: (controller: ReadableStreamDefaultController<Uint8Array>) => Promise<void>): Promise<Response> {
  const gate = withClaimsGate({
    // a transport answers first, and runs the tool then
    fetch: async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            void write(controller).then(() => controller.close());
          },
        }),
      ),
  });
  return withRequest(context(), () => gate.fetch(request));
}

describe('the claims gate', () => {
  it('makes a challenge of a tool the whole answer, when nothing was sent before', async () => {
    const response = await serve(async (controller) => {
      await Promise.resolve();
      currentRequest().challenge = challenge;
      controller.enqueue(bytes('data: failure\n\n'));
    });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('data:');
  });

  it('lets a stream go that had begun, with what the tool says', async () => {
    const response = await serve(async (controller) => {
      controller.enqueue(bytes(': keep-alive\n\n'));
      await new Promise((resolve) => setImmediate(resolve));
      currentRequest().challenge = challenge;
      controller.enqueue(bytes('data: failure\n\n'));
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(': keep-alive\n\ndata: failure\n\n');
  });

  it('leaves other answers as they are', async () => {
    const gate = (response: Response) => withClaimsGate({ fetch: async () => response });
    const empty = await withRequest(context(), () => gate(new Response(null, { status: 202 })).fetch(request));
    expect([empty.status, empty.body]).toEqual([202, null]);
    const plain = new Response('x', { status: 400, headers: { allow: 'POST' } });
    const passed = await withRequest(context(), () => gate(plain).fetch(request));
    expect([passed.status, passed.headers.get('allow'), await passed.text()]).toEqual([400, 'POST', 'x']);
  });

  it('does not wait for a stream that a client opens to listen: it may have nothing to say for long', async () => {
    const silent = new Response(new ReadableStream<Uint8Array>());
    const gate = withClaimsGate({ fetch: async () => silent });
    expect(await gate.fetch(new Request('http://localhost/mcp'))).toBe(silent);
  });

  it('cancels what a challenge takes the place of', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes('data: failure\n\n')),
      cancel() {
        cancelled = true;
      },
    });
    const gate = withClaimsGate({
      fetch: async () => {
        currentRequest().challenge = challenge;
        return new Response(body);
      },
    });
    expect((await withRequest(context(), () => gate.fetch(request))).status).toBe(401);
    expect(cancelled).toBe(true);
  });

  it('cancels the handler when the client goes away', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes('data: 1\n\n')),
      cancel() {
        cancelled = true;
      },
    });
    const gate = withClaimsGate({ fetch: async () => new Response(body) });
    const response = await withRequest(context(), () => gate.fetch(request));
    await response.body?.cancel();
    expect(cancelled).toBe(true);
  });
});
