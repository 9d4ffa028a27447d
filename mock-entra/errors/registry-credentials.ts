/** Client authentication: secrets, certificates, client assertions, federated credentials. */
import type { AadstsEntry } from './entry.ts';

const seeFederation = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';

export const credentialErrors = {
  7000215: {
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  },
  7000222: {
    error: 'invalid_client',
    text: "The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
    unverified: true,
  },
  7000218: {
    error: 'invalid_client',
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    unverified: true,
  },
  700025: {
    error: 'invalid_client',
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    text: "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{clientId}'. Review the documentation at https://docs.microsoft.com/en-us/graph/deployments to determine the corresponding service endpoint and https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&tabs=http to build a query request URL, such as 'https://graph.microsoft.com/beta/applications/{clientId}'].",
  },
  700024: {
    error: 'invalid_client',
    text: 'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {until}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  },
  700023: {
    error: 'invalid_client',
    text: 'Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
    unverified: true,
  },
  700021: {
    error: 'invalid_client',
    text: 'Client assertion application identifier does not match client_id parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  },
  50027: {
    error: 'invalid_request',
    text: 'JWT token is invalid or malformed.',
  },
  5002723: {
    error: 'invalid_request',
    text: "Invalid JWT token. Client assertion type '{type}' is not supported; expected 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'.",
    unverified: true,
  },
  5002730: {
    error: 'invalid_request',
    text: 'Invalid JWT token. Unsupported key for the signing algorithm.',
  },
  70021: {
    error: 'invalid_request',
    text: `No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'. Assertion Subject: '{subject}'. Assertion Audience: '{audience}'. ${seeFederation}`,
  },
  700211: {
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion issuer '{issuer}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${seeFederation}`,
    lookup: false,
  },
  700212: {
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion audience '{audience}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${seeFederation}`,
    lookup: false,
  },
  7002121: {
    error: 'invalid_client',
    text: `No matching federated identity record found for presented managed identity assertion audience '{audience}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${seeFederation}`,
    lookup: false,
    unverified: true,
  },
  700213: {
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion subject '{subject}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${seeFederation}`,
    lookup: false,
  },
  7002138: {
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion subject '{subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${seeFederation}`,
    lookup: false,
  },
  700214: {
    error: 'invalid_client',
    text: "The audience of the federated identity credential must be '{expected}' when the issuer is Microsoft Entra ID; '{registered}' is registered.",
    lookup: false,
    unverified: true,
  },
  700222: {
    error: 'invalid_client',
    text: 'AAD-issued tokens may not be used for federated identity flows.',
    unverified: true,
  },
  700226: {
    error: 'invalid_client',
    text: 'Forbidden token type. Only MSI tokens may be used as Federated Identity Credentials for AAD issuer.',
    unverified: true,
  },
  700227: {
    error: 'invalid_client',
    text: "Tokens issued by '{issuer}' may not be used as Federated Identity Credentials; use the v2.0 issuer.",
    unverified: true,
  },
  700229: {
    error: 'invalid_client',
    text: 'Forbidden token type. Only app-only tokens may be used as Federated Identity Credentials for AAD issuer.',
    unverified: true,
  },
  700231: {
    error: 'invalid_client',
    text: 'Forbidden token type. The presented token was itself obtained with a federated identity credential and may not be used for this flow.',
    unverified: true,
  },
  700236: {
    error: 'invalid_client',
    text: "Entra ID tokens issued by issuer '{issuer}' may not be used for federated identity credential flows for applications or managed identities registered in this tenant.",
    unverified: true,
  },
  700238: {
    error: 'invalid_client',
    text: "Tokens issued by issuer '{issuer}' of another cloud may not be used as Federated Identity Credentials.",
    unverified: true,
  },
} as const satisfies Record<number, AadstsEntry>;
