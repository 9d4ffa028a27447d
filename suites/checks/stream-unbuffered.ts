import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import type { Deployment, StreamedAnswer } from '../deployment.ts';
import { firstMessage, messageHeaders, post } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** So many requests are asked and answered beside a stream before it counts as held back. No clock is involved. */
const rounds = 40;

/** What `wanted` gives, or undefined when it has not come after `rounds` requests that began later were answered. */
async function before<T>(wanted: Promise<T>, round: () => Promise<unknown>): Promise<{ value: T } | undefined> {
  let arrived: { value: T } | undefined;
  const noted = wanted.then((value) => {
    arrived = { value };
  });
  noted.catch(() => undefined);
  for (let count = 0; count < rounds && !arrived; count += 1) await Promise.race([noted, round()]);
  return arrived;
}

/** Gives the data of one event after the other, and undefined when the stream has ended. */
function dataOf(stream: StreamedAnswer): () => Promise<string | undefined> {
  let text = '';
  return async () => {
    for (;;) {
      const end = /\r?\n\r?\n/.exec(text);
      if (end) {
        const data = /^data: ?(.+?)\r?$/m.exec(text.slice(0, end.index))?.[1];
        text = text.slice(end.index + end[0].length);
        if (data !== undefined) return data;
        continue;
      }
      const piece = await stream.next();
      if (piece === undefined) return undefined;
      text += piece;
    }
  };
}

const streamOf = ({ url }: Deployment): string => (new URL(url).pathname.endsWith('/sse') ? url : `${url}/sse`);

/**
 * The transport of revision 2024-11-05 proves it without a clock: its first event says where to post, and the second comes
 * in answer to that post. A gateway that waits for the end of a body waits for ever.
 */
export const streamUnbuffered = defineCheck({
  id: 'stream.unbuffered',
  title: 'The first event of a stream arrives while the server still holds the second',
  requirements: ['mcp.streaming'],
  severity: 'medium',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstCaller(deployment)));
    const authorization = `Bearer ${token}`;
    const round = () => post(deployment, token);
    await control('the token opens the server', async () => {
      const { status } = await round();
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    const end = new AbortController();
    const url = streamOf(deployment);
    const headers = { accept: 'text/event-stream', authorization };
    const opening = deployment.stream({ url, headers }, end.signal);
    try {
      const opened = (await before(opening, round))?.value;
      const held = { enforcedBy: ['forward-request'] };
      ensure(opened !== undefined, `${rounds} other requests are answered while the stream has not even begun`, held);
      const type = opened.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
      if (opened.status !== 200 || !type.startsWith('text/event-stream')) {
        throw new NotTestable(`there is no event stream at ${new URL(url).pathname}: it answers ${opened.status}`);
      }
      const evidence = { ...held, exchange: { id: opened.id } };
      const next = dataOf(opened);
      const first = await before(next(), round);
      ensure(first !== undefined, `${rounds} other requests are answered before the first event arrives`, evidence);
      ensure(first.value !== undefined, 'the stream ends before its first event', evidence);
      const sent = await deployment.http({
        method: 'POST',
        url: new URL(first.value, url).href,
        headers: { ...messageHeaders, authorization },
        body: firstMessage,
      });
      ensure(sent.status < 300, `the message endpoint that the stream names answers ${sent.status}`, {
        exchange: sent,
      });
      const second = await before(next(), round);
      ensure(second?.value?.includes('"result"') === true, 'the answer does not come on the stream', evidence);
    } finally {
      end.abort();
      await opening.then(
        (stream) => stream.close(),
        () => undefined,
      );
    }
  },
});
