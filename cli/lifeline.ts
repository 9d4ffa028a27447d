/** The end of whoever started this process with a channel: a launcher that is killed can pass no signal on. */

/** What of the process is used. */
export type WithChannel = Pick<NodeJS.Process, 'channel' | 'once' | 'emit' | 'exit'>;

/** Ends this process as SIGTERM would, once the other end of its channel is gone. Does nothing without a channel. */
export function endWithLauncher(self: WithChannel = process): void {
  if (!self.channel) return;
  self.once('disconnect', () => {
    // on Windows a signal sent to oneself kills without a chance to clean up; calling the listeners does not
    if (!self.emit('SIGTERM', 'SIGTERM')) self.exit(143);
  });
  // it must not keep a command alive that has finished
  self.channel.unref();
}
