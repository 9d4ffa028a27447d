import { expect, test } from 'vitest';
import { walkText, wantsColour } from './walk-text.ts';

const token = { kind: 'session_token', name: "the gateway's session token", fingerprint: 'a1b2c3d4e5f6' } as const;
const steps = [
  {
    number: 5,
    title: 'The client asks',
    messages: [
      {
        from: 'client',
        to: 'gateway',
        line: 'POST https://gateway.example/mcp',
        says: ['x'.repeat(300)],
        tokens: [token],
      },
    ],
  },
] as const;

test('without colours a token is its fingerprint and its kind', () => {
  const text = walkText({ steps, findings: [] }, false);
  expect(text).toContain('  5  The client asks\n      client → gateway      POST https://gateway.example/mcp');
  expect(text).toContain("carries [a1b2c3d4] the gateway's session token");
  expect(text).not.toContain('\u001b');
  for (const line of text.split('\n').slice(0, -1)) expect(line.length).toBeLessThanOrEqual(110);
});

test('with colours the same token has the same colour', () => {
  const [first, second] = [walkText({ steps, findings: [] }, true), walkText({ steps, findings: [] }, true)];
  expect(first).toBe(second);
  expect(first).toContain('\u001b[38;5;');
});

test('what a specimen turned out to do stands after its steps', () => {
  const text = walkText({ steps, findings: ['a Graph token opens the MCP server'] }, false);
  expect(text).toContain('\n\nfinding: a Graph token opens the MCP server\n\nA token');
});

test('NO_COLOR wins over a terminal, and FORCE_COLOR over a pipe', () => {
  expect(wantsColour({}, true)).toBe(true);
  expect(wantsColour({}, false)).toBe(false);
  expect(wantsColour({ NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, false)).toBe(false);
  expect(wantsColour({ FORCE_COLOR: '1' }, false)).toBe(true);
});
