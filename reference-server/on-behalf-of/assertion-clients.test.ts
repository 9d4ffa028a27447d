import { describe, expect, it } from 'vitest';
import { AssertionClients } from './assertion-clients.ts';

const far = 1_000_000;

describe('AssertionClients', () => {
  it('keeps one client per assertion', () => {
    const clients = new AssertionClients(
      () => ({}),
      10,
      () => 0,
    );
    const first = clients.for('a', far);
    expect(clients.for('a', far)).toBe(first);
    expect(clients.for('b', far)).not.toBe(first);
    clients.forget('a');
    expect(clients.for('a', far)).not.toBe(first);
  });

  it('keeps at most its limit, the recently used ones', () => {
    const clients = new AssertionClients(
      () => ({}),
      2,
      () => 0,
    );
    const a = clients.for('a', far);
    const b = clients.for('b', far);
    clients.for('a', far);
    clients.for('c', far);
    expect(clients.size).toBe(2);
    expect(clients.for('a', far)).toBe(a);
    expect(clients.for('b', far)).not.toBe(b);
  });

  it('forgets the clients of expired assertions', () => {
    let now = 0;
    const clients = new AssertionClients(
      () => ({}),
      10,
      () => now,
    );
    clients.for('a', 10);
    clients.for('b', 20);
    now = 10_000;
    clients.for('c', far);
    expect(clients.size).toBe(2);
  });
});
