export type {
  DeployedApplication,
  DeployedDirectory,
  DeployedFederation,
  DeployedScope,
} from './deployed-directory.ts';
export type { DeployedHost, HostKind } from './deployed-host.ts';
export type { DeployedStore } from './deployed-store.ts';
export { type DirectoryReference, expandDerived, expandText, type ForeignService } from './foreign-service.ts';
export { guessEndpoint, type McpEndpoint } from './guess-endpoint.ts';
export { inferRoles, type RoleGuess, withRoles } from './infer-roles.ts';
export { type Loaded, type LoadedService, type LoadOptions, load, loadMapped } from './load.ts';
export { LoadError, type LoadProblem, loadProblemLine } from './load-error.ts';
export { loadManifest, manifestFile } from './load-manifest.ts';
export { loadPlain } from './load-plain.ts';
export { type Manifest, manifestJsonSchema, manifestSchema } from './manifest-schema.ts';
export { type Usage, usagesOf } from './usage.ts';
