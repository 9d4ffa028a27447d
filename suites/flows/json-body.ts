import { CheckFailure } from '../check.ts';
import type { Exchange } from '../deployment.ts';

/**
 * The JSON object in an answer. Something else in its place is a fault of whoever answered, not of the check.
 * @throws CheckFailure naming the URL
 */
export function jsonBody(exchange: Exchange): Record<string, unknown> {
  const problem = new CheckFailure(`${exchange.url} does not answer with JSON`, { exchange });
  let value: unknown;
  try {
    value = JSON.parse(exchange.body);
  } catch {
    throw problem;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem;
  return value as Record<string, unknown>;
}
