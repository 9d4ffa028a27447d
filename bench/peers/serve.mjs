/**
 * What a measured server does for the one that measures: says its port once it listens, then `{cpu, rss}` (microseconds
 * and bytes) whenever it is asked;
 * ends when it is told to.
 */
import { createServer } from 'node:http';

/** Tells the port. From here on the process answers questions about itself. */
export function listening(port) {
  process.on('message', (question) => {
    if (question === 'end') process.exit();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
  });
  process.send?.({ port });
}

/** Listens on loopback with a handler that is made once the port is known. */
export function serve(handlerFor) {
  let handler = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  server.listen(0, '127.0.0.1', async () => {
    const { port } = server.address();
    handler = await handlerFor(`http://localhost:${port}`);
    listening(port);
  });
}
