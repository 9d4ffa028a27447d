// Runs a script under a Node that strips types itself. npm 11+ already puts the bundled Node first in PATH; this covers
// npm 10, `node x.mjs` typed by hand, and platforms without a bundled Node. Plain JavaScript: it must run on any Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

function stripsTypes(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** Path of a Node that runs TypeScript: this one, else the bundled platform package. */
function findNode() {
  if (stripsTypes(process.versions.node)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const bin = join(
      dirname(require.resolve(`${name}/package.json`)),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (existsSync(bin)) return bin;
  } catch {
    // not installed for this platform
  }
  return undefined;
}

/** How often to look whether npm is still there, in milliseconds. */
const lookEvery = 500;

/**
 * Runs `args` with the found Node, inherits stdio, passes signals on, and exits with its code.
 * @param lifeline opens a channel to the child, whose end tells it that this process was killed
 */
export function runWithNode(args, { lifeline = false } = {}) {
  const node = findNode();
  if (!node) {
    console.error(
      `sallyport: Node ${process.versions.node} cannot run TypeScript and no bundled Node is installed for ` +
        `${process.platform}-${process.arch}. Install Node 22.18 or newer, or run 'npm ci' without '--omit=optional'.`,
    );
    process.exit(2);
  }
  const child = spawn(node, args, {
    stdio: lifeline ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  });
  // A terminal sends Ctrl-C to the whole group; other senders signal only this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

/** npm ends the shell that it runs a script in, and the shell tells nobody: its children are left to somebody else. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, lookEvery);
  timer.unref();
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const [script, ...rest] = process.argv.slice(2);
  if (!script) {
    console.error(
      'usage: node scripts/with-node.mjs SCRIPT [ARG ...]   (npm:PACKAGE/FILE runs a file of a dependency)',
    );
    process.exit(2);
  }
  const file = script.startsWith('npm:') ? join(root, 'node_modules', script.slice(4)) : join(root, script);
  runWithNode([file, ...rest]);
}
