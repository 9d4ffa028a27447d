/** The gate names check, file and line of what a change of policies breaks. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate } from './gate.ts';

const reference = fileURLToPath(new URL('../infra/policies/broker', import.meta.url));
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sallyport-gate-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the gate on a copy of the reference policies with one file changed. */
async function judged(file: string, change: (text: string) => string, check: string) {
  const folder = await mkdtemp(join(root, 'policies-'));
  await cp(reference, folder, { recursive: true });
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
  const lines: string[] = [];
  const output = { data: (text: string) => void lines.push(text), note: () => undefined };
  const code = await gate({ path: folder, json: false, check: [check] }, output);
  return {
    code,
    text: lines.join('\n'),
    lineOf: (part: string) => after.slice(0, after.indexOf(part)).split('\n').length,
  };
}

test('a token echoed in a header is found at the element that sets it', async () => {
  const echo = '<set-header name="X-Debug" exists-action="override">';
  const { code, text, lineOf } = await judged(
    'mcp.xml',
    (policy) =>
      policy.replace(
        '    <set-header name="Set-Cookie" exists-action="delete" />',
        `    ${echo}<value>@(context.Request.Headers.GetValueOrDefault("Authorization", ""))</value></set-header>`,
      ),
    'custody.outside',
  );
  expect(code).toBe(1);
  expect(text).toMatch(/^FAIL custody\.outside/m);
  expect(text).toContain(`mcp.xml:${lineOf(echo)}:5 <set-header>`);
});

test('a missing audience is found at the element that should have asked for it', async () => {
  const { code, text, lineOf } = await judged(
    'fragments/validate-entra-token.xml',
    (policy) => policy.replace(/ {4}<audiences>[\s\S]*?<\/audiences>\n/, ''),
    'token.wrong-audience',
  );
  expect(code).toBe(1);
  expect(text).toContain(`validate-entra-token.xml:${lineOf('<validate-azure-ad-token')}:3 <validate-azure-ad-token>`);
});

test('a code that may be used twice is found in the section that should have refused it', async () => {
  const { code, text, lineOf } = await judged(
    'token.xml',
    (policy) => policy.replace('@(!(bool)context.Variables["store-created"])', '@(false)'),
    'code.single-use',
  );
  expect(code).toBe(1);
  expect(text).toContain(`token.xml:${lineOf('<inbound>')}:3 <inbound>`);
});

test('a dropped challenge is found at the element that answers', async () => {
  const { code, text, lineOf } = await judged(
    'fragments/challenge.xml',
    (policy) => policy.replace(/ {4}<set-header name="WWW-Authenticate"[\s\S]*?<\/set-header>\n/, ''),
    'challenge.no-token',
  );
  expect(code).toBe(1);
  expect(text).toContain(`challenge.xml:${lineOf('<return-response>')}:3 <return-response>`);
});

test('a policy that API Management would not save is a finding with its place', async () => {
  const { code, text, lineOf } = await judged(
    'mcp.xml',
    (policy) => policy.replace('context.Request.Headers', 'context.Request.Hedders'),
    'flow.full',
  );
  expect(code).toBe(1);
  expect(text).toMatch(new RegExp(`mcp\\.xml:${lineOf('context.Request.Hedders')}:\\d+: .*Hedders`));
});
