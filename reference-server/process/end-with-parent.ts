import { fstatSync } from 'node:fs';

/** Whether standard input is a pipe or socket that a parent holds, and not a terminal, a file or the null device. */
function hasParentPipe(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}

/**
 * Calls `end` when the process that started this one is gone: its IPC channel closes, or the pipe it holds on our
 * standard input does. A server whose harness crashed must not stay behind. Started by hand or by a service manager,
 * with a terminal or the null device as input, nothing is watched.
 */
export function endWithParent(end: () => void): void {
  if (process.channel) process.once('disconnect', end);
  if (hasParentPipe()) {
    process.stdin.once('end', end).once('error', end).resume();
  }
}
