export type {
  DeployedApplication,
  DeployedDirectory,
  DeployedFederation,
} from './deployed-directory.ts';
export type { DeployedHost } from './deployed-host.ts';
export { faultMessage } from './fault-message.ts';
export { type DirectoryReference, expandDerived, expandText } from './foreign-service.ts';
export { endpointsOf, guessEndpoint, type McpEndpoint } from './guess-endpoint.ts';
export { type Loaded, type LoadedService, type LoadOptions, load, loadMapped } from './load.ts';
export { LoadError, type LoadProblem, loadProblemLine } from './load-error.ts';
export { manifestFile } from './load-manifest.ts';
export { manifestSchema } from './manifest-schema.ts';
export { parametersOfFiles } from './parameter-files.ts';
export { repositoryOf } from './repository.ts';
export { unknownAt } from './unknown-at.ts';
export { usagesOf } from './usage.ts';
