/** What every test file starts with. */
import { setupServer } from 'msw/node';
import { mockEntra } from '../../../../mock-entra/index.ts';
import { mswHandlers } from '../../../../mock-entra/msw.ts';

export const entra = mockEntra();
export const server = setupServer(...mswHandlers(entra));
server.listen({ onUnhandledFrame: 'error' });
