/** What the local server is told by its environment: the names of the second published design. */
import { z } from 'zod';
import { ConfigError } from '../config/config.ts';
import { isLoopbackHost } from '../config/loopback.ts';

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const guid = (what: string) =>
  z
    .string({ error: `is not set: give ${what}` })
    .regex(guidPattern, `is not a GUID: give ${what}`)
    .toLowerCase();

/** A URL that tokens may be sent to: https, or this machine. */
const safeUrl = z.string({ error: 'is not set: give the URL of the API at the gateway' }).transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url && safe && url.search === '' && url.hash === '' && !url.username) return url.href.replace(/\/+$/, '');
  context.addIssue('is not an https URL: give scheme, host and path only');
  return z.NEVER;
});

const environment = z.object({
  CLIENT_ID: guid('the application (client) id'),
  TENANT_ID: guid("the tenant's id, not its domain"),
  CLIENT_SECRET: z.string().optional(),
  APIM_GATEWAY_URL: safeUrl,
  AUTHORITY_HOST: z
    .url({ protocol: /^https$/, error: 'is not an https URL' })
    .default('https://login.microsoftonline.com'),
  REQUIRED_SCOPE: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not one scope name')
    .default('user_impersonate'),
});

/** Settings of the local server. */
export interface StdioConfig {
  readonly clientId: string;
  readonly tenantId: string;
  /** With it the server calls in the application's own name; without it a person signs in. */
  readonly clientSecret: string | undefined;
  /** The API at the gateway, without trailing slash. */
  readonly gatewayUrl: string;
  /** Origin of the sign-in service. */
  readonly authorityHost: string;
  /** Scope that a person's token is asked for. */
  readonly requiredScope: string;
}

/**
 * Reads the settings. An empty variable counts as not set.
 * @throws ConfigError naming every variable that is missing or wrong, at once
 */
export function readStdioConfig(variables: Readonly<Record<string, string | undefined>>): StdioConfig {
  const given = Object.keys(environment.shape).flatMap((name) => {
    const value = variables[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  const parsed = environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const value = parsed.data;
  return {
    clientId: value.CLIENT_ID,
    tenantId: value.TENANT_ID,
    clientSecret: value.CLIENT_SECRET,
    gatewayUrl: value.APIM_GATEWAY_URL,
    authorityHost: new URL(value.AUTHORITY_HOST).origin,
    requiredScope: value.REQUIRED_SCOPE,
  };
}
