/** Requests that end in an AADSTS number: what is asked, which number must come, and how every part of the answer is held to the registry. */
import { expect } from 'vitest';
import type { MockEntraOptions } from '../../entra.ts';
import { entryOf } from '../../errors/registry.ts';
import type { Page } from '../form-driver.ts';
import { type Answer, createWorld, login, type World } from '../world.ts';

/** Where the answer differs from the registry's row, on purpose. */
interface Deviation {
  readonly error?: string;
  readonly status?: number;
}

/** One way to a number. */
export interface Scenario {
  readonly code: number;
  /** What is wrong with the request, or with the world it is asked in. */
  readonly when: string;
  readonly ask: (world: World) => Promise<Answer | Page>;
  readonly options?: MockEntraOptions;
  readonly but?: Deviation;
}

/** A scenario of a number. */
export const reach = (
  code: number,
  when: string,
  ask: Scenario['ask'],
  rest: Pick<Scenario, 'options' | 'but'> = {},
): Scenario => ({ code, when, ask, ...rest });

/** The sentence of a row with anything in its placeholders. */
function sentence(code: number): RegExp {
  const text = entryOf(code)?.text ?? '(not registered)';
  const literal = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^{}]*?');
  return new RegExp(
    `^AADSTS${code}: ${literal}(?: Trace ID: [\\w-]{36} Correlation ID: [\\w-]{36} Timestamp: [\\d: Z-]{20})?$`,
  );
}

/** Which of the three forms an answer has: JSON of an endpoint, parameters at the redirect URI, or a page for the person. */
function judge(answer: Answer | Page, { code, but }: Scenario): void {
  const entry = entryOf(code);
  const error = but?.error ?? entry?.error;
  const uri = entry?.lookup === false ? undefined : `${login}/error?code=${code}`;
  if ('body' in answer) {
    const { body, status, headers } = answer;
    // App Service has an error format of its own
    if ('statusCode' in body) {
      expect([status, body.statusCode, body.message]).toEqual([400, 400, expect.stringMatching(sentence(code))]);
      return;
    }
    expect(body.error_codes).toEqual([code]);
    expect(body).toMatchObject({ error, error_description: expect.stringMatching(sentence(code)) });
    expect([body.error_uri, body.suberror]).toEqual([uri, entry?.suberror]);
    expect(status).toBe(but?.status ?? entry?.status ?? (error === 'invalid_client' ? 401 : 400));
    if (headers.has('x-ms-ests-server')) expect(headers.get('x-ms-clitelem')).toBe(`1,${code},0,,`);
  } else if (answer.left) {
    const told = Object.fromEntries(
      answer.left.searchParams.size > 0 ? answer.left.searchParams : new URLSearchParams(answer.left.hash.slice(1)),
    );
    expect(told.error_description).toMatch(sentence(code));
    expect([told.error, told.error_uri, told.error_subcode]).toEqual([error, uri, entry?.subcode]);
    expect(answer.status).toBe(302);
  } else {
    const shown = /data-aadsts="(\d+)"[\s\S]*?<p role="alert">([^<]*)<\/p>/.exec(answer.html);
    const text = (shown?.[2] ?? '').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    expect(Number(shown?.[1])).toBe(code);
    expect(text).toMatch(sentence(code));
    expect(answer.status).toBe(200);
  }
}

/** Asks, in a world of its own, and holds the answer to the number and to its row of the registry. */
export async function run(scenario: Scenario): Promise<void> {
  judge(await scenario.ask(createWorld(scenario.options)), scenario);
}
