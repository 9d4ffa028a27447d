/** Small JSON documents that the gateway itself fetches: configurations, keys, tokens. */
import type { HttpClient } from '../policies/services.ts';

const largest = 1024 * 1024;

/**
 * GETs a JSON object.
 * @param headers alternating names and values @param timeoutMs for the whole answer
 * @throws Error naming host and status, never the content
 */
export async function getJson(
  client: HttpClient,
  url: string,
  headers: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const { host } = new URL(url);
  const whole = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const response = await client.send({
    method: 'GET',
    url,
    headers: ['Host', host, 'Accept', 'application/json', ...headers],
    body: undefined,
    timeoutMs,
    signal: whole,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body) {
      size += (chunk as Buffer).length;
      if (size > largest) throw new Error(`${host} answered with more than ${largest} bytes.`);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    // a body that trickles in would keep everybody waiting who needs it
    if (!whole.aborted || signal.aborted) throw error;
    throw new Error(`${host} did not answer in full within ${timeoutMs / 1000} s.`, { cause: error });
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Error(`${host} answered ${response.status} with something that is no JSON.`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Error(`${host} answered ${response.status} with something that is no JSON object.`);
  }
  return { status: response.status, json: json as Record<string, unknown> };
}
