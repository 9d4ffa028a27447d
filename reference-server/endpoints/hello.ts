import type { IncomingMessage } from 'node:http';
import { readBody } from '../http/body.ts';
import { type Endpoint, InvalidArguments } from './endpoint.ts';

/** `name` of a JSON body. An empty body has none. */
async function nameInBody(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request);
  if (text.trim() === '') return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
  } catch {
    throw new InvalidArguments('the body is not JSON: send {"name": "..."} or the query parameter name');
  }
}

/** `/hello`: the name comes in the query, else in a JSON body. */
export const hello: Endpoint = {
  path: '/hello',
  methods: ['GET', 'POST'],
  tool: 'hello',
  async serve(request, run) {
    const name =
      new URL(request.url ?? '/', 'http://localhost').searchParams.get('name') || (await nameInBody(request));
    return await run(name === undefined ? {} : { name });
  },
};
