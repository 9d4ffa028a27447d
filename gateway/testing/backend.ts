/** A backend for tests: records what it gets and answers as told. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  header(name: string): string | undefined;
}

export interface Backend {
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** How the next requests are answered; 200 `backend` unless set. */
  answer: http.RequestListener;
  close(): Promise<void>;
}

/** Starts a backend on a free loopback port. */
export async function startBackend(): Promise<Backend> {
  const requests: ReceivedRequest[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        url: request.url ?? '',
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString('utf8'),
        header: (name) => {
          const value = request.headers[name.toLowerCase()];
          return Array.isArray(value) ? value.join(',') : value;
        },
      });
      backend.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const backend: Backend = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    answer: (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.end('backend');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return backend;
}
