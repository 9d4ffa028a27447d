import { readBytes } from '../http/body.ts';
import type { Endpoint } from './endpoint.ts';

/** Types that no browser runs anything of. What comes with another one goes back as bytes. */
const harmless = /^(?:application\/json|text\/plain)\s*(?:;|$)/i;

/** `/echo`: the exact bytes of the body. */
export const echo: Endpoint = {
  path: '/echo',
  methods: ['POST'],
  tool: 'echo',
  async serve(request) {
    const type = request.headers['content-type'] ?? '';
    return {
      bytes: await readBytes(request),
      contentType: harmless.test(type) ? type : 'application/octet-stream',
    };
  },
};
