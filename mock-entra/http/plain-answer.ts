/**
 * A Response whose text and headers are at hand. Building a Response, and reading its stream again to write it to a socket,
 * costs more than judging a request does; most answers are short texts that go straight to the socket. Everything else that
 * a Response can do is there, and makes one when it is asked for.
 */

/** The parts of an answer. */
export interface PlainParts {
  readonly status: number;
  /** Names in lower case; a header that comes several times has a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
}

/** Statuses that the platform takes no body for, not even an empty one. */
const noBody = new Set([204, 205, 304]);

class PlainAnswer {
  readonly status: number;
  readonly parts: PlainParts;
  #made: Response | undefined;

  constructor(parts: PlainParts) {
    this.status = parts.status;
    this.parts = parts;
  }

  /** The Response that this stands for. */
  get made(): Response {
    if (this.#made) return this.#made;
    const { text, status } = this.parts;
    const headers = new Headers();
    for (const [name, value] of Object.entries(this.parts.headers)) {
      for (const each of [value].flat()) headers.append(name, each);
    }
    this.#made = new Response(noBody.has(status) ? null : text, { status, headers });
    return this.#made;
  }

  /** False once somebody may have changed the Response. */
  get untouched(): boolean {
    return this.#made === undefined;
  }

  get headers(): Headers {
    return this.made.headers;
  }
  get body(): ReadableStream<Uint8Array> | null {
    return this.made.body;
  }
  text(): Promise<string> {
    return this.made.text();
  }
  json(): Promise<unknown> {
    return this.made.json();
  }
  clone(): Response {
    return this.made.clone();
  }
}

/** An answer of a text, typed as what it stands for. Inside mock Entra only: see `realResponse`. */
export const plainAnswer = (parts: PlainParts): Response => new PlainAnswer(parts) as unknown as Response;

/** What is to be written, if nobody has asked for more. */
export function plainParts(response: Response): PlainParts | undefined {
  const answer: unknown = response;
  return answer instanceof PlainAnswer && answer.untouched ? answer.parts : undefined;
}

/** A header, without making the Response. */
export function headerOf(response: Response, name: string): string | undefined {
  const parts = plainParts(response);
  const value = parts ? parts.headers[name] : response.headers.get(name);
  return value === undefined || value === null ? undefined : [value].flat().join(', ');
}

/** The Response as the platform knows it, for callers outside. */
export function realResponse(response: Response): Response {
  const answer: unknown = response;
  return answer instanceof PlainAnswer ? answer.made : response;
}
