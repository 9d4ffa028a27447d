/** `--trace FILE`: what every request ran through, step by step, written as the requests are answered. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { type RequestTrace, traceText } from '../gateway/index.ts';
import { CommandError } from './command-error.ts';
import type { Output } from './output.ts';

/** Where traces go until it is closed. */
export interface TraceFile {
  write(trace: RequestTrace): void;
  /** Notes how many there were. */
  close(): void;
}

/**
 * Opens a file for traces, which replaces what it held; `-` is standard error.
 * @param file text for people, or one JSON document a line where it ends in `.json`, `.jsonl` or `.ndjson`
 * @throws CommandError when it can't be written
 */
export function openTraceFile(file: string, output: Output): TraceFile {
  let written = 0;
  if (file === '-') {
    return { write: (trace) => output.note(traceText(trace)), close: () => undefined };
  }
  const asText = !/\.(?:json|jsonl|ndjson)$/i.test(file);
  let descriptor: number;
  try {
    descriptor = openSync(file, 'w');
  } catch (error) {
    throw new CommandError(`--trace: ${file} can't be written: ${error instanceof Error ? error.message : error}`);
  }
  let open = true;
  return {
    write(trace) {
      // requests may still end while everything closes
      if (!open) return;
      writeSync(descriptor, `${asText ? traceText(trace) : JSON.stringify(trace)}\n`);
      written++;
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
      output.note(`trace: ${written} request${written === 1 ? '' : 's'}; wrote ${file}`);
    },
  };
}

/** The option of a stack that leads its traces there. */
export const tracedTo = (file: TraceFile | undefined): { onTrace?: (trace: RequestTrace) => void } =>
  file ? { onTrace: (trace) => file.write(trace) } : {};
