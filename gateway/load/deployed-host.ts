import type { Unknown } from '../../bicep/value.ts';

/** What answers at a host that a deployment creates; `unknown` at one that only a parameter names. */
export type HostKind = 'web-app' | 'container-app' | 'cosmos' | 'other' | 'unknown';

/** A host that comes into being with the deployment, under the name that stands for it here. */
export interface DeployedHost {
  /** Host name, lower case; with `:80` where it is called over plain HTTP. */
  readonly host: string;
  readonly kind: HostKind;
  /** The expression that names it, as written. */
  readonly source: string;
  /** Where it was first met. */
  readonly file?: string;
  readonly line?: number;
}

/** Properties of resources that are a host, or a URL of one. `@` stands for the resource's own name. */
const hostProperties: readonly {
  readonly type: RegExp;
  readonly path: RegExp;
  readonly kind: HostKind;
  readonly value: string;
}[] = [
  { type: /^Microsoft\.Web\/sites$/i, path: /^defaultHostName$/, kind: 'web-app', value: '@.azurewebsites.net' },
  {
    type: /^Microsoft\.App\/containerApps$/i,
    path: /^(?:configuration\.ingress\.fqdn|latestRevisionFqdn)$/,
    kind: 'container-app',
    value: '@.azurecontainerapps.io',
  },
  {
    type: /^Microsoft\.DocumentDB\/databaseAccounts$/i,
    path: /^documentEndpoint$/,
    kind: 'cosmos',
    value: 'https://@.documents.azure.com:443/',
  },
  {
    type: /^Microsoft\.CognitiveServices\/accounts$/i,
    path: /^endpoint$/,
    kind: 'other',
    value: 'https://@.cognitiveservices.azure.com/',
  },
  { type: /^Microsoft\.KeyVault\/vaults$/i, path: /^vaultUri$/, kind: 'other', value: 'https://@.vault.azure.net/' },
  {
    type: /^azurerm_(?:linux|windows)_(?:web|function)_app$/,
    path: /^default_hostname$/,
    kind: 'web-app',
    value: '@.azurewebsites.net',
  },
  {
    type: /^azurerm_container_app$/,
    path: /(?:fqdn)$/,
    kind: 'container-app',
    value: '@.azurecontainerapps.io',
  },
  {
    type: /^azurerm_cosmosdb_account$/,
    path: /^endpoint$/,
    kind: 'cosmos',
    value: 'https://@.documents.azure.com:443/',
  },
];

/** The expression's first word, or the resource's name, as a DNS label. */
function label({ source, reference }: Unknown): string {
  const own = reference?.of !== undefined && !reference.of.includes('$') ? reference.of : source.split('.')[0];
  const text = (own ?? '').toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return text.replace(/^-+|-+$/g, '').slice(0, 60) || 'host';
}

/** The host that an unknown property of a resource stands for, and the property's value here; undefined for others. */
export function deployedHost(unknown: Unknown): (DeployedHost & { readonly value: string }) | undefined {
  const { reference, source } = unknown;
  const path = reference?.path.join('.') ?? '';
  const known =
    reference && hostProperties.find(({ type, path: paths }) => type.test(reference.type) && paths.test(path));
  if (!known) return undefined;
  const value = known.value.replace('@', label(unknown));
  return { host: value.replace(/^https:\/\//, '').replace(/[:/].*$/, ''), kind: known.kind, source, value };
}
