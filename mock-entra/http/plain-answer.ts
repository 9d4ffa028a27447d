/**
 * A Response whose text and headers are at hand. Building a Response, and reading its stream again to write it to a socket,
 * costs more than judging a request does; most answers are short texts that go straight to the socket. Everything else that
 * a Response can do is there, and makes one when it is asked for.
 */

export interface PlainParts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

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
    const { text, status, headers } = this.parts;
    this.#made ??= new Response(text, { status, headers });
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
  return (parts ? parts.headers[name] : response.headers.get(name)) ?? undefined;
}

/** The Response as the platform knows it, for callers outside. */
export function realResponse(response: Response): Response {
  const answer: unknown = response;
  return answer instanceof PlainAnswer ? answer.made : response;
}
