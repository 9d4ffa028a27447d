import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { endWithLauncher, type WithChannel } from './lifeline.ts';

const selfWith = (channel: object | undefined) =>
  Object.assign(new EventEmitter(), { channel, exit: vi.fn() }) as unknown as WithChannel &
    EventEmitter & { exit: ReturnType<typeof vi.fn> };

test('the end of the channel calls what SIGTERM would call', () => {
  const unref = vi.fn();
  const self = selfWith({ unref });
  const stopped = vi.fn();
  self.on('SIGTERM', stopped);
  endWithLauncher(self);
  expect(unref).toHaveBeenCalledOnce();
  expect(stopped).not.toHaveBeenCalled();
  self.emit('disconnect');
  expect(stopped).toHaveBeenCalledOnce();
  expect(self.exit).not.toHaveBeenCalled();
});

test('a command that nobody has to clean up after ends at once', () => {
  const self = selfWith({ unref: vi.fn() });
  endWithLauncher(self);
  self.emit('disconnect');
  expect(self.exit).toHaveBeenCalledWith(143);
});

test('without a channel nothing is waited for', () => {
  const self = selfWith(undefined);
  endWithLauncher(self);
  expect(self.listenerCount('disconnect')).toBe(0);
});
