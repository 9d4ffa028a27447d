/** A gateway with one API over a test backend, for tests of policies and pipeline. */
import http from 'node:http';
import { createGateway, type Gateway } from '../host/create-gateway.ts';
import type { GatewayOptions } from '../host/gateway-options.ts';
import type { Api, PolicySource, ServiceModel } from '../model.ts';
import type { RequestTrace } from '../pipeline/trace/request-trace.ts';
import { type Backend, startBackend } from './backend.ts';

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  header(name: string): string | undefined;
  /** Every line of a header. */
  lines(name: string): string[];
  json(): unknown;
}

export interface RequestOptions {
  readonly method?: string;
  /** Alternating names and values, or a record. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A running gateway with a backend behind it. */
export interface UnderTest {
  readonly gateway: Gateway;
  readonly backend: Backend;
  /** Milliseconds; moves only when set. */
  now: number;
  request(path?: string, options?: RequestOptions): Promise<Answer>;
  /** The latest request's trace. */
  trace(): RequestTrace;
  /** Errors that were the emulation's own. */
  readonly defects: unknown[];
  close(): Promise<void>;
}

/** Sections of a policy: what is left out holds `<base />`. */
export interface Sections {
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
  readonly onError?: string;
}

/** A policy document from its sections. */
export function policy(sections: Sections, file = 'policy.xml'): PolicySource {
  const { inbound = '<base />', backend = '<base />', outbound = '<base />', onError = '<base />' } = sections;
  const text = `<policies>\n<inbound>${inbound}</inbound>\n<backend>${backend}</backend>\n<outbound>${outbound}</outbound>\n<on-error>${onError}</on-error>\n</policies>`;
  return { file, text, format: 'rawxml' };
}

/** A policy fragment as a source. */
export const fragment = (text: string, file = 'fragment.xml'): PolicySource => ({
  file,
  text: `<fragment>${text}</fragment>`,
  format: 'rawxml',
});

export interface UnderTestOptions extends Partial<Omit<GatewayOptions, 'model'>> {
  /** Sections of the API's policy. */
  readonly policy?: Sections;
  readonly model?: Partial<ServiceModel>;
  readonly api?: Partial<Api>;
  /** Options that need to know where the backend is. */
  readonly configure?: (backend: Backend) => Partial<GatewayOptions>;
}

/** Starts backend and gateway. The API `api` is at `/api` with every method and path; `{{backend-url}}` is its backend. */
export async function underTest(options: UnderTestOptions = {}): Promise<UnderTest> {
  const { policy: sections, model, api, configure, ...gatewayOptions } = options;
  const backend = await startBackend();
  const defects: unknown[] = [];
  const state = { now: Date.UTC(2024, 4, 6, 7, 8, 9) };
  const service: ServiceModel = {
    name: 'test-service',
    products: [],
    apis: [
      {
        id: 'api',
        name: 'The API',
        path: 'api',
        revision: '1',
        serviceUrl: backend.url,
        subscriptionRequired: false,
        operations: [{ id: 'any', name: 'Anything', method: '*', urlTemplate: '/*' }],
        ...(sections ? { policy: policy(sections, 'api.xml') } : {}),
        ...api,
      },
    ],
    fragments: new Map(),
    backends: [],
    ...model,
    namedValues: [...(model?.namedValues ?? []), { name: 'backend-url', value: backend.url, secret: false }],
  };
  let gateway: Gateway;
  try {
    gateway = await createGateway({
      model: service,
      egress: { hosts: new Map(), ca: [] },
      clock: () => state.now,
      onDefect: (error) => defects.push(error),
      ...gatewayOptions,
      ...configure?.(backend),
    });
  } catch (error) {
    await backend.close();
    throw error;
  }
  return {
    gateway,
    backend,
    defects,
    get now() {
      return state.now;
    },
    set now(value) {
      state.now = value;
    },
    request: (path = '/api/op', request = {}) => send(gateway.port, path, request),
    trace: () => {
      const trace = gateway.traces.at(-1);
      if (!trace) throw new Error('no request was traced');
      return trace;
    },
    close: async () => {
      await gateway.close();
      await backend.close();
    },
  };
}

/** One request over a connection of its own. */
export function send(port: number, path: string, options: RequestOptions): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body } = options;
  const raw = Array.isArray(headers) ? headers : Object.entries(headers).flat();
  const host = raw.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
    ? []
    : ['Host', `localhost:${port}`];
  const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port, host: '127.0.0.1', path, method, headers: [...host, ...raw, ...length] as never, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const content = Buffer.concat(chunks).toString('utf8');
          const lines = (name: string): string[] =>
            response.rawHeaders.flatMap((value, index, all) =>
              index % 2 === 1 && all[index - 1]?.toLowerCase() === name.toLowerCase() ? [value] : [],
            );
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            rawHeaders: response.rawHeaders,
            body: content,
            header: (name) => (lines(name).length > 0 ? lines(name).join(',') : undefined),
            lines,
            json: () => JSON.parse(content),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A policy that shows the value of an expression: `{ "value": … }`. */
export const showing = (expression: string): Sections => ({
  inbound: `<base /><return-response><set-body>@{ return JsonConvert.SerializeObject(new { value = (object)(${expression}) }); }</set-body></return-response>`,
});
