/** The plain-HTTP host of the managed-identity endpoints. */
import { Hono } from 'hono';
import { errorAnswer } from '../http/answers.ts';
import { instrument } from '../http/instrument.ts';
import { queryParameters, requestMarks } from '../http/message.ts';
import type { EntraService } from '../service.ts';
import { appServiceToken } from './app-service.ts';
import type { IdentityHosts } from './hosts.ts';
import type { IdentityTokens } from './identity-token.ts';
import { imdsToken } from './imds.ts';

/** Builds the application of the identity endpoints. */
export function createIdentityApp(service: EntraService, hosts: IdentityHosts, tokens: IdentityTokens): Hono {
  // msal-node adds a trailing slash to the IMDS path when its host is overridden
  const app = new Hono({ strict: false });
  const serve = (
    endpoint: 'identity' | 'imds',
    request: Request,
    answer: typeof appServiceToken | typeof imdsToken,
  ): Promise<Response> => {
    const parameters = queryParameters(new URL(request.url));
    const marks = requestMarks(request, parameters, service.now());
    const at = { endpoint, request, parameters, marks, answerError: errorOf };
    function errorOf(error: Parameters<typeof errorAnswer>[1]): Response {
      return errorAnswer(service, error, marks, 2);
    }
    return instrument(service, at, () => answer(service, hosts, tokens, request, parameters, marks));
  };
  app.all('/msi/token', (c) => serve('identity', c.req.raw, appServiceToken));
  app.all('/metadata/identity/oauth2/token', (c) => serve('imds', c.req.raw, imdsToken));
  return app;
}
