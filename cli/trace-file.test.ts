import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RequestTrace, traceText } from '../gateway/index.ts';
import { test as runTest } from './test.ts';
import { openTraceFile, tracedTo } from './trace-file.ts';

let folder = '';
const notes: string[] = [];
const output = { data: () => undefined, note: (text: string) => void notes.push(text) };
beforeEach(async () => {
  notes.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const trace = (path: string): RequestTrace => ({
  id: 'i',
  method: 'GET',
  path,
  startedAt: 0,
  status: 200,
  ms: 1,
  steps: [],
  sections: [],
  messages: [],
  answer: { headers: {} },
});

/** What is in a file of this name after two requests. */
async function written(name: string): Promise<string> {
  const file = join(folder, name);
  const traces = openTraceFile(file, output);
  const { onTrace } = tracedTo(traces);
  onTrace?.(trace('/a'));
  onTrace?.(trace('/b'));
  traces.close();
  // a request that ends while everything closes, and a second close
  onTrace?.(trace('/late'));
  traces.close();
  expect(notes).toEqual([`trace: 2 requests; wrote ${file}`]);
  return readFile(file, 'utf8');
}

test('a file gets text for people', async () => {
  expect(await written('trace.txt')).toBe(`${traceText(trace('/a'))}\n${traceText(trace('/b'))}\n`);
});

test.each(['trace.json', 'trace.JSONL', 'trace.ndjson'])('%s gets one JSON document a line', async (name) => {
  const lines = (await written(name)).split('\n');
  expect(lines.map((line) => (line === '' ? undefined : (JSON.parse(line) as RequestTrace).path))).toEqual([
    '/a',
    '/b',
    undefined,
  ]);
});

test('a hyphen is standard error, and nothing asked for is nothing told', () => {
  const traces = openTraceFile('-', output);
  traces.write(trace('/a'));
  traces.close();
  expect(notes).toEqual([traceText(trace('/a'))]);
  expect(tracedTo(undefined)).toEqual({});
});

test('a file that can’t be written is one clear error', () => {
  expect(() => openTraceFile(join(folder, 'none', 'x.txt'), output)).toThrow(/^--trace: .*x\.txt can't be written: /);
});

test('what runs elsewhere has no traces to write', async () => {
  const asked = runTest({ target: 'https://gateway.example/mcp', trace: 'x.json', json: false }, output);
  await expect(asked).rejects.toThrow('--trace is for the offline stack');
});
