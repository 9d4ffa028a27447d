/** The gate names check, file and line of what a change of policies breaks. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Waiver } from '../suites/run/waivers.ts';
import { gate } from './gate.ts';

const reference = fileURLToPath(new URL('../infra/policies/broker', import.meta.url));
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sallyport-gate-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the gate on a copy of the reference policies with one file changed. */
const judged = (file: string, change: (text: string) => string, ...check: string[]) =>
  judgedWith([], file, change, check, check.length > 1);

/** The same, with failures that somebody answers for. */
async function judgedWith(
  waivers: readonly Waiver[],
  file: string,
  change: (text: string) => string,
  check: string[],
  strict = false,
) {
  const folder = await mkdtemp(join(root, 'policies-'));
  await cp(reference, folder, { recursive: true });
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
  if (waivers.length > 0) await writeFile(join(folder, 'sallyport.config.json'), JSON.stringify({ waivers }));
  const lines: string[] = [];
  const output = { data: (text: string) => void lines.push(text), note: () => undefined };
  const coverage = join(folder, 'coverage.json');
  const code = await gate({ path: folder, json: false, check, strict, coverage }, output);
  return {
    code,
    coverage,
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
  const { code, text, lineOf, coverage } = await judged(
    'fragments/validate-entra-token.xml',
    (policy) => policy.replace(/ {4}<audiences>[\s\S]*?<\/audiences>\n/, ''),
    'token.wrong-audience',
    'challenge.no-token',
  );
  expect(code).toBe(1);
  // with strict, what passes on an assumption is no pass
  expect(text).toMatch(
    /^not testable here\n +it rests on what is not known of the real gateway: \w.*: challenge\.no-token$/m,
  );
  const { summary, files } = JSON.parse(await readFile(coverage, 'utf8'));
  expect(summary.elements.ran).toBeGreaterThan(10);
  expect(summary.elements.ran).toBeLessThan(summary.elements.total);
  const name = Object.keys(files).find((each) => each.endsWith('validate-entra-token.xml')) ?? '';
  const [validate] = files[name];
  expect(validate).toMatchObject({ element: 'validate-azure-ad-token', line: lineOf('<validate-azure-ad-token') });
  expect(validate.hits).toBeGreaterThan(0);
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

test('a dropped challenge is found at the element that answers, also where somebody answers for it', async () => {
  const drop = (policy: string): string =>
    policy.replace(/ {4}<set-header name="WWW-Authenticate"[\s\S]*?<\/set-header>\n/, '');
  const waiver = { check: 'challenge.no-token', reason: 'ticket 7', owner: 'team-x', expires: '9999-12-31' };
  const { code, text, lineOf } = await judgedWith([waiver], 'fragments/challenge.xml', drop, [
    'challenge.no-token',
    'challenge.scope',
  ]);
  expect(code).toBe(1);
  const place = `challenge.xml:${lineOf('<return-response>')}:3 <return-response>`;
  expect(text).toMatch(/^wvd {2}challenge\.no-token.*\n.*; team-x until 9999-12-31: ticket 7\n/m);
  expect(text).toMatch(/^FAIL challenge\.scope/m);
  expect(text.split(place)).toHaveLength(3);
  expect(text).toMatch(/^1 failed, 1 waived$/m);
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

// starts six stacks
test.runIf(process.env.SALLYPORT_FULL)(
  'with a base only what came since then decides, and reports say which is which',
  async () => {
    const folder = await realpath(await mkdtemp(join(root, 'repository-')));
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    const git = (...args: string[]): Buffer => execFileSync('git', ['-C', folder, ...identity, ...args]);
    const policies = join(folder, 'policies');
    await cp(reference, policies, { recursive: true });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'right');
    const file = join(policies, 'fragments', 'challenge.xml');
    const right = await readFile(file, 'utf8');
    await writeFile(file, right.replace(/ {4}<set-header name="WWW-Authenticate"[\s\S]*?<\/set-header>\n/, ''));
    const lines: string[] = [];
    const output = { data: (text: string) => void lines.push(text), note: () => undefined };
    const sarif = join(folder, 'gate.sarif');
    const judgedSince = (base: string) =>
      gate(
        { path: policies, base, json: false, check: ['challenge.no-token'], report: [`sarif=${sarif},github`] },
        output,
      );
    const states = async () =>
      JSON.parse(await readFile(sarif, 'utf8')).runs[0].results.map(
        ({ baselineState }: { baselineState: string }) => baselineState,
      );

    expect(await judgedSince('HEAD')).toBe(1);
    expect(await states()).toEqual(['new']);
    expect(lines.join('\n')).toMatch(/^::error file=.*challenge\.xml,line=\d+,/m);

    git('add', '-A', 'policies');
    git('commit', '-q', '-m', 'wrong');
    await writeFile(join(policies, 'token.xml'), `${await readFile(join(policies, 'token.xml'), 'utf8')}\n`);
    expect(await judgedSince('HEAD')).toBe(0);
    expect(await states()).toEqual(['unchanged']);
    expect(await judgedSince('HEAD~1')).toBe(1);
  },
);

test("somebody else's deployment is judged from its own files", async () => {
  const lines: string[] = [];
  const output = { data: (text: string) => void lines.push(text), note: (text: string) => void lines.push(text) };
  const sample = fileURLToPath(new URL('../fixtures/samples/functions-broker', import.meta.url));
  expect(
    await gate({ path: sample, json: false, check: ['challenge.no-token', 'flow.full', 'pkce.verifier'] }, output),
  ).toBe(1);
  expect(lines.join('\n')).toMatch(/^ok {3}flow\.full/m);
  expect(lines.join('\n')).toMatch(/^FAIL pkce\.verifier.*\n.*\n.*token\.policy\.xml:6:9 <set-variable>/m);
  expect(lines.join('\n')).toMatch(/guessed: MCP clients connect at \/mcp\/sse \(sse\)/);
  expect(lines.join('\n')).toMatch(/^FAIL challenge\.no-token/m);
});
