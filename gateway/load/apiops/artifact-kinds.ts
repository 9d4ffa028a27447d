/** What the folders of an artifact tree are to Azure Resource Manager, by APIOps and by its successor's command line. */
import { z } from 'zod';

/** A kind of artifact: folders of one name each, with a file of information inside. */
export interface ArtifactKind {
  /** Names of the folder that holds them: as the toolkit writes it, and as the command line does. */
  readonly folders: readonly string[];
  /** Names of the file of information, in lower case; older releases had others. */
  readonly files: readonly string[];
  /** Segment of the resource type. */
  readonly type: string;
  /** What has to be right for the resource to be of use; other members are the extractor's business. */
  readonly schema: z.ZodType<unknown>;
  /** Whether what it says is in the file, without which there is nothing. */
  readonly needsFile: boolean;
  /** What stands below each. */
  readonly inner?: readonly ArtifactKind[];
}

const properties = z.object({ properties: z.object({}).loose() });

/** `api_information.json` for `apiInformation.json`, as some extractors of the same design write it. */
const withUnderscores = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const kind = (folders: readonly string[], files: readonly string[], type: string): ArtifactKind => ({
  folders,
  files: [...files, ...files.map(withUnderscores)].map((file) => file.toLowerCase()),
  type,
  schema: properties,
  needsFile: true,
});

const diagnostics = kind(['diagnostics'], ['diagnosticInformation.json'], 'diagnostics');

const api = z.object({
  properties: z
    .object({
      path: z.string().optional(),
      serviceUrl: z.string().nullish(),
      subscriptionRequired: z.boolean().optional(),
      isCurrent: z.boolean().optional(),
    })
    .loose(),
});

/** Every kind that a gateway runs by. Groups, tags, users, loggers and wikis change nothing of what it does. */
export const artifactKinds: readonly ArtifactKind[] = [
  kind(['named values', 'namedValues', 'named_values'], ['namedValueInformation.json'], 'namedValues'),
  kind(
    ['version sets', 'versionSets', 'api version sets', 'version_sets'],
    ['versionSetInformation.json', 'apiVersionSetInformation.json'],
    'apiVersionSets',
  ),
  kind(['backends'], ['backendInformation.json'], 'backends'),
  diagnostics,
  kind(['subscriptions'], ['subscriptionInformation.json'], 'subscriptions'),
  kind(['gateways'], ['gatewayInformation.json'], 'gateways'),
  {
    ...kind(
      ['policy fragments', 'policyFragments', 'policy_fragments'],
      ['policyFragmentInformation.json'],
      'policyFragments',
    ),
    schema: z.object({}).loose(),
    needsFile: false,
  },
  {
    ...kind(['products'], ['productInformation.json'], 'products'),
    needsFile: false,
    inner: [
      {
        ...kind(['apis'], ['productApiInformation.json'], 'apis'),
        schema: z.object({}).loose(),
        needsFile: false,
      },
    ],
  },
  {
    ...kind(['apis'], ['apiInformation.json'], 'apis'),
    schema: api,
    inner: [
      diagnostics,
      { ...kind(['operations'], ['operationInformation.json'], 'operations'), needsFile: false },
      { ...kind(['resolvers'], ['resolverInformation.json'], 'resolvers'), needsFile: false },
    ],
  },
];
