import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects at its first size. Left alone it grows to 32 MB, although hardly anything outlives the
 * request that made it: looking at a small space often costs no more time than looking at a large one now and then. For
 * processes of our own alone: the setting is the whole process's.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
