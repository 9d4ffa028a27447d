import { expect, test } from 'vitest';
import { backendSettings } from './backend-settings.ts';

test('a pool names the cookie of its sessions', () => {
  const pool = (more: object) => ({
    pool: { services: [{ id: '/subscriptions/s/backends/a' }], ...more },
  });
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const sessionAffinity = { sessionId: { source: 'Cookie', name: 'SessionId' } };
  expect(backendSettings(pool({ sessionAffinity }), text)).toEqual({
    pool: [{ backendId: 'a' }],
    sessionCookie: 'SessionId',
  });
  expect(backendSettings(pool({}), text)).toEqual({ pool: [{ backendId: 'a' }] });
});
