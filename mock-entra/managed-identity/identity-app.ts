/** The plain-HTTP host of endpoints that a computer asks about itself: managed identities, and the job of a runner. */
import { Hono } from 'hono';
import type { AadstsError } from '../errors/aadsts-error.ts';
import type { RequestMarks } from '../errors/error-body.ts';
import type { GitHubJobs } from '../external-issuers/github-job.ts';
import { gitHubToken } from '../external-issuers/github-token.ts';
import { errorAnswer } from '../http/answers.ts';
import { instrument } from '../http/instrument.ts';
import { queryParameters, requestMarks } from '../http/message.ts';
import type { Parameters } from '../http/parameters.ts';
import type { EntraService } from '../service.ts';
import { appServiceToken } from './app-service.ts';
import type { IdentityHosts } from './hosts.ts';
import type { IdentityTokens } from './identity-token.ts';
import { imdsToken } from './imds.ts';

/** Builds the application of the identity endpoints. */
export function createIdentityApp(
  service: EntraService,
  hosts: IdentityHosts,
  tokens: IdentityTokens,
  jobs: GitHubJobs,
): Hono {
  // msal-node adds a trailing slash to the IMDS path when its host is overridden
  const app = new Hono({ strict: false });
  const serve = (
    endpoint: 'identity' | 'imds' | 'github',
    request: Request,
    answer: (parameters: Parameters, marks: RequestMarks) => Promise<Response>,
  ): Promise<Response> => {
    const parameters = queryParameters(new URL(request.url));
    const marks = requestMarks(request, parameters, service.now());
    const at = { endpoint, request, parameters, marks, answerError: errorOf };
    function errorOf(error: AadstsError): Response {
      return errorAnswer(service, error, marks, 2);
    }
    return instrument(service, at, () => answer(parameters, marks));
  };
  app.all('/msi/token', ({ req: { raw } }) =>
    serve('identity', raw, (parameters, marks) => appServiceToken(service, hosts, tokens, raw, parameters, marks)),
  );
  app.all('/metadata/identity/oauth2/token', ({ req: { raw } }) =>
    serve('imds', raw, (parameters, marks) => imdsToken(service, hosts, tokens, raw, parameters, marks)),
  );
  app.all('/github/idtoken', ({ req: { raw } }) =>
    serve('github', raw, (parameters) => gitHubToken(service, jobs, raw, parameters)),
  );
  return app;
}
