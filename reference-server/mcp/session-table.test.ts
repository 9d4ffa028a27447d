import { describe, expect, it } from 'vitest';
import { newSessionId, SessionTable } from './session-table.ts';

let now = 0;
const ended: string[] = [];
const table = (options: { perOwner?: number; total?: number } = {}) => {
  ended.length = 0;
  now = 0;
  return new SessionTable<string>({ end: (kept) => ended.push(kept), clock: () => now, idleMs: 100, ...options });
};

describe('a table of sessions', () => {
  it('knows a session for its owner only', () => {
    const sessions = table();
    sessions.add('id', 'alice', 'kept');
    expect([sessions.use('id', 'alice'), sessions.use('id', 'bob'), sessions.use('other', 'alice')]).toEqual([
      'kept',
      undefined,
      undefined,
    ]);
  });

  it('gives a session that nobody owns to the first who says who they are, and lets in who does not say', () => {
    const sessions = table();
    sessions.add('id', undefined, 'kept');
    const used = [undefined, 'alice', 'bob', undefined, 'alice'].map((owner) => sessions.use('id', owner));
    expect(used).toEqual(['kept', 'kept', undefined, 'kept', 'kept']);
  });

  it('ends what was not used for long, and keeps what was', () => {
    const sessions = table();
    sessions.add('a', 'alice', 'a');
    sessions.add('b', 'alice', 'b');
    now = 60;
    sessions.use('a', 'alice');
    now = 110;
    expect([sessions.use('b', 'alice'), sessions.use('a', 'alice')]).toEqual([undefined, 'a']);
    expect(ended).toEqual(['b']);
  });

  it("makes room among an owner's own sessions first", () => {
    const sessions = table({ perOwner: 2, total: 3 });
    for (const id of ['b1', 'a1', 'a2', 'a3']) sessions.add(id, id.startsWith('a') ? 'alice' : 'bob', id);
    expect(ended).toEqual(['a1']);
    sessions.add('c1', 'carol', 'c1');
    expect(ended).toEqual(['a1', 'b1']);
    expect(sessions.size).toBe(3);
  });

  it('ends a session once', () => {
    const sessions = table();
    sessions.add('a', 'alice', 'a');
    sessions.delete('a');
    sessions.delete('a');
    expect(ended).toEqual(['a']);
  });
});

it('session ids are long, random and visible ASCII', () => {
  const ids = Array.from({ length: 500 }, newSessionId);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/);
});
