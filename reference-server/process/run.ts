import { ConfigError, readConfig } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { type ReferenceServerOptions, type RunningServer, startReferenceServer } from '../server.ts';
import { endWithParent } from './end-with-parent.ts';

const settingsAreWrong = 2;
const log = createLogger((line) => process.stderr.write(line), Date.now);

function fail(code: number, problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`reference-server: ${problem}\n`);
  process.exit(code);
}

const whyNotListening: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; stop what listens there or set PORT to another',
  EACCES: 'may not be opened by this user; set PORT to one above 1023',
  EADDRNOTAVAIL: 'cannot be opened: HOST is not an address of this machine',
};

async function start(extend: ReferenceServerOptions['extend']): Promise<RunningServer> {
  try {
    const config = readConfig(process.env);
    return await startReferenceServer(config, { log, ...(extend && { extend }) }).catch(
      (error: NodeJS.ErrnoException) => {
        const why = whyNotListening[error.code ?? ''];
        if (why === undefined) throw error;
        return fail(settingsAreWrong, [`port ${config.port} of ${config.host} ${why}`]);
      },
    );
  } catch (error) {
    if (error instanceof ConfigError) return fail(settingsAreWrong, error.problems);
    return fail(1, [error instanceof Error ? error.message : 'it could not start']);
  }
}

/**
 * Runs the server that the environment describes until a signal or the end of its parent, and prints one line of JSON
 * with its URL. Log lines go to standard error. Exit codes: 0 ended by signal or parent, 2 wrong settings, 1 anything else.
 *
 * @param extend adds to every MCP server that is made, for tests that need more than the reference server has
 */
export async function runReferenceServer(extend?: ReferenceServerOptions['extend']): Promise<void> {
  // An error that nobody caught may hold a token: only its kind is told.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log('crashed', { name: error instanceof Error ? error.name : 'unknown' });
      process.exit(1);
    });
  }

  const server = await start(extend);
  const end = (): void => {
    void server.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  endWithParent(end);
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);
}
