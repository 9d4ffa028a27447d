import { afterEach, expect, test, vi } from 'vitest';
import { untilInterrupted } from './until-interrupted.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
afterEach(() => {
  vi.restoreAllMocks();
  for (const signal of signals) process.removeAllListeners(signal);
});

test.each(signals)('%s ends the wait', async (signal) => {
  const waiting = untilInterrupted();
  process.emit(signal);
  await expect(waiting).resolves.toBeUndefined();
});

test('the echo of a launcher is not a second wish, a later signal is', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  let now = 1000;
  void untilInterrupted(undefined, () => now);
  process.emit('SIGINT');
  now += 100;
  process.emit('SIGINT');
  expect(exit).not.toHaveBeenCalled();
  now += 1000;
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
});

test('the end of what was waited for ends the wait', async () => {
  await expect(untilInterrupted(Promise.resolve())).resolves.toBeUndefined();
});
