/** Malformed requests: parameters, body, method, endpoint. */
import type { AadstsEntry } from './entry.ts';

export const requestErrors = {
  900144: {
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900561: {
    error: 'invalid_request',
    text: 'The endpoint only accepts {accepted} requests. Received a {received} request.',
  },
  9000411: {
    error: 'invalid_request',
    text: "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
  },
  9002313: {
    error: 'invalid_request',
    text: 'Invalid request. Request is malformed or invalid.',
  },
  90015: {
    error: 'invalid_request',
    text: 'Requested query string is too long.',
  },
  90023: {
    error: 'invalid_request',
    text: "The provided value for the input parameter '{parameter}' is not valid.",
    unverified: true,
  },
  900971: {
    error: 'invalid_request',
    text: 'No reply address provided.',
  },
  700007: {
    error: 'unsupported_response_type',
    text: "The provided value for the input parameter 'response_mode' is not allowed. Expected values: 'fragment', 'query', 'form_post'.",
    unverified: true,
  },
  700054: {
    error: 'unsupported_response_type',
    text: "response_type '{responseType}' is not enabled for the application.",
  },
  70005: {
    error: 'unsupported_response_type',
    text: "The provided value for the input parameter 'response_type' is not valid: '{responseType}'.",
    unverified: true,
  },
  70007: {
    error: 'unsupported_response_type',
    text: "'{responseMode}' is not a supported value for 'response_mode' when requesting a token.",
  },
  90012: {
    error: 'invalid_request',
    text: 'The request has timed out. Please start again.',
    authorize: 'page',
    unverified: true,
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  7000229: {
    error: 'unauthorized_client',
    text: 'The client application {clientId} is missing service principal in the tenant {tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
    unverified: true,
  },
  7000112: {
    error: 'unauthorized_client',
    text: "Application '{clientId}'({name}) is disabled.",
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  900023: {
    error: 'invalid_request',
    text: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    unverified: true,
  },
  50049: {
    error: 'invalid_instance',
    text: 'Unknown or invalid instance.',
  },
  50194: {
    error: 'invalid_request',
    text: "Application '{clientId}'({name}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
  },
  9001023: {
    error: 'invalid_request',
    text: 'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  },
  70003: {
    error: 'unsupported_grant_type',
    text: "The app requested an unsupported grant type '{grantType}'.",
  },
  50196: {
    error: 'temporarily_unavailable',
    text: 'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
    unverified: true,
  },
  90055: {
    error: 'temporarily_unavailable',
    status: 429,
    text: 'There are too many incoming requests. Please try again later.',
    unverified: true,
  },
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
} as const satisfies Record<number, AadstsEntry>;
