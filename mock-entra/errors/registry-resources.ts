/** Scopes, resources, consent. */
import type { AadstsEntry } from './entry.ts';

export const resourceErrors = {
  70011: {
    error: 'invalid_scope',
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  1002012: {
    error: 'invalid_scope',
    text: 'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  28000: {
    error: 'invalid_scope',
    text: 'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
    unverified: true,
  },
  28003: {
    error: 'invalid_request',
    text: 'Provided value for the input parameter scope cannot be empty when requesting an access token using the provided authorization code. Please specify a valid scope.',
  },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  650053: {
    error: 'invalid_client',
    text: "The application '{client}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
    authorize: 'page',
    unverified: true,
  },
  650057: {
    error: 'invalid_client',
    text: "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {clientId}({client}). Resource value from request: {resource}. Resource app ID: {resourceId}. List of valid resources from app registration: {listed}.",
    authorize: 'page',
  },
  50001: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}.',
  },
  90014: {
    error: 'invalid_request',
    text: "The required field '{field}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
  },
  9010010: {
    error: 'invalid_target',
    text: "The resource parameter provided in the request doesn't match with the requested scopes.",
    unverified: true,
  },
  901002: {
    error: 'invalid_request',
    text: "The 'resource' request parameter is not supported.",
  },
  90009: {
    error: 'invalid_request',
    text: "Application '{clientId}'({name}) is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.",
    unverified: true,
  },
  65001: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: "The user or administrator has not consented to use the application with ID '{clientId}' named '{name}'. Send an interactive authorization request for this user and resource.",
  },
  65004: {
    error: 'access_denied',
    subcode: 'cancel',
    text: 'User declined to consent to access the app.',
  },
  90094: {
    error: 'access_denied',
    text: 'An administrator of {tenant} has set a policy that prevents you from granting {name} the permissions it is requesting. Contact an administrator of {tenant} who can grant permissions to this application on your behalf.',
    authorize: 'page',
  },
  501051: {
    error: 'invalid_grant',
    text: "Application '{clientId}'({name}) is not assigned to a role for the application '{resourceId}'({resource}).",
  },
  50105: {
    error: 'invalid_grant',
    text: "Your administrator has configured the application {name} ('{clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
    authorize: 'page',
  },
} as const satisfies Record<number, AadstsEntry>;
