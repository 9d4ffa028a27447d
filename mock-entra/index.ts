/** Mock Entra: what Microsoft's identity side does, for tests. */
export type { Control, IdentityEndpoint } from './control/control.ts';
export type { Endpoint, Fault, FaultEffect } from './control/faults.ts';
export type { MintOptions } from './control/mint.ts';
export type { LoggedRequest } from './control/request-log.ts';
export { contoso } from './directory/contoso.ts';
export type { Directory } from './directory/directory.ts';
export { graphAppId, tokenExchangeAppId, tokenExchangeUri } from './directory/first-party.ts';
export {
  type Application,
  consumersTenantId,
  type ManagedIdentity,
  type Tenant,
  type User,
} from './directory/model.ts';
export { type Seed, SeedError, seedSchema } from './directory/seed.ts';
export { stableId } from './directory/stable-id.ts';
export { createMockEntra, createMockEntra as mockEntra, type MockEntra, type MockEntraOptions } from './entra.ts';
export type { IssuedSecret, IssuedSecretKind, OnIssued } from './issued-secret.ts';
export { issuerV1, issuerV2, type Origins, publicCloud } from './origins.ts';
export {
  type EntraUnderRealNames,
  type ReachableEntra,
  type ReachableOptions,
  startOnOwnOrigin,
  startUnderRealNames,
} from './reachable.ts';
export { type RunningMockEntra, type StartMockEntraOptions, startMockEntra } from './start.ts';
export { defaultSwitches, type EntraSwitches } from './switches.ts';
