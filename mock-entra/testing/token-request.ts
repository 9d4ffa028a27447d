/** Forms for the token endpoint, and what its refusals look like. */
import { expect } from 'vitest';
import type { Answer, World } from './world.ts';

/** Client credentials that work; cases change one thing. */
export const daemon = (world: World): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: world.appId('Sallyport Daemon'),
  client_secret: world.entra.control.secretOf('Sallyport Daemon'),
  scope: `api://${world.appId('Sallyport MCP Server')}/.default`,
});

/** A form without one of its fields. */
export const without = (form: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));

/** Expects the answer of the token endpoint to be an error: AADSTS code, OAuth error, HTTP status. */
export function expectError(answer: Answer, code: number, error: string, status: number): void {
  expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  expect({ status: answer.status, error: answer.body.error, codes: answer.body.error_codes }).toEqual({
    status,
    error,
    codes: [code],
  });
}
