import { expect, it } from 'vitest';
import { holdsPlace } from './place-holder.ts';

it.each([
  '-',
  '',
  'TBD',
  'xxxx',
  '<your-tenant-id>',
  'PLACEHOLDER',
  'placeholder-value',
  'your-client-id',
  'CHANGE_ME',
  'replace-with-real-key',
  'to be set by the pipeline',
  '00000000-0000-0000-0000-000000000000',
])('sees that %j holds a place', (value) => expect(holdsPlace(value)).toBe(true));

it.each([
  'api://orders',
  'user_impersonation',
  'openid https://graph.microsoft.com/.default',
  'settings',
  '{{other}}',
  '3f2a7c1e-0000-0000-0000-000000000000',
  'Mcp.Set',
])('takes %j for what it says', (value) => expect(holdsPlace(value)).toBe(false));
