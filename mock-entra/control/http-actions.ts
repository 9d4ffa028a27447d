/** What the control API offers over HTTP: a path, the body it takes, what it does. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { applicationSeed, conditionalAccessSeed, userSeed } from '../directory/seed.ts';
import type { Control } from './control.ts';
import { faultSchema } from './fault-schema.ts';

/** Runs on a parsed body, or throws a ZodError. */
export type Action = (control: Control, body: unknown) => unknown;

function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (control: Control, body: z.output<Schema>) => unknown,
): Action {
  return (control, body) => run(control, schema.parse(body));
}

/** Absent members stay absent, as the types of the control API ask. */
const optional = <Schema extends z.ZodType>(schema: Schema) => z.exactOptional(schema);
/** A body with the tenant it is about; the first of the seed unless told. */
const inTenant = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ...shape, tenant: optional(z.string()) });

const nothing = z.strictObject({});
const user = z.strictObject({ user: z.string() });
const tenant = z.strictObject({ tenant: z.exactOptional(z.string()) });
const token = z.strictObject({
  tenant: z.exactOptional(z.string()),
  claims: z.record(z.string(), z.unknown()),
  header: z.exactOptional(z.record(z.string(), z.unknown())),
  key: z.exactOptional(z.enum(['current', 'foreign', 'none'])),
  alg: z.exactOptional(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'HS256', 'none'])),
  graph: z.exactOptional(z.boolean()),
});

/** How faults that were added over HTTP are taken away again, by id. */
const faultRemovals = new WeakMap<Control, Map<string, () => void>>();
const mostRemovals = 1000;

/** The actions of the control API by name. */
export const actions: Readonly<Record<string, Action>> = {
  'clock/advance': action(z.strictObject({ ms: z.number().min(0) }), (control, { ms }) => {
    control.clock.advance(ms);
    return { now: control.clock.now() };
  }),
  'keys/rotate': action(tenant, async (control, body) => ({ kid: (await control.rotateKeys(body.tenant)).kid })),
  'keys/compromise': action(tenant, (control, body) => control.compromiseKeys(body.tenant)),
  'faults/add': action(faultSchema, (control, fault) => {
    const id = randomUUID();
    const removals = faultRemovals.get(control) ?? new Map<string, () => void>();
    faultRemovals.set(control, removals.set(id, control.fault(fault)));
    const [oldest] = removals.keys();
    if (removals.size > mostRemovals && oldest !== undefined) removals.delete(oldest);
    return { id };
  }),
  'faults/remove': action(z.strictObject({ id: z.string() }), (control, { id }) => {
    const remove = faultRemovals.get(control)?.get(id);
    if (!remove) throw new RangeError('no fault has this id');
    remove();
    faultRemovals.get(control)?.delete(id);
  }),
  'faults/clear': action(nothing, (control) => control.clearFaults()),
  'requests/clear': action(nothing, (control) => control.clearRequests()),
  'users/disable': action(user, (control, body) => control.setAccountEnabled(body.user, false)),
  'users/enable': action(user, (control, body) => control.setAccountEnabled(body.user, true)),
  'users/revoke-sessions': action(user, (control, body) => control.revokeSessions(body.user)),
  'users/delete': action(user, (control, body) => control.deleteUser(body.user)),
  'users/reset-password': action(user, (control, body) => ({ password: control.resetPassword(body.user) })),
  'users/credentials': action(user, (control, body) => ({
    password: control.passwordOf(body.user),
    oneTimeCode: control.oneTimeCode(body.user),
  })),
  'identities/endpoint': action(z.strictObject({ names: z.array(z.string()).min(1) }), (control, { names }) =>
    control.identityEndpoint(...names),
  ),
  'identities/assign': action(z.strictObject({ names: z.array(z.string()) }), (control, { names }) =>
    control.assignToVirtualMachine(...names),
  ),
  'identities/clear-cache': action(nothing, (control) => control.clearIdentityCache()),
  'users/add': action(inTenant({ user: userSeed }), (control, body) => {
    const { id, userPrincipalName } = control.addUser(body.user, body.tenant);
    return { id, userPrincipalName, password: control.passwordOf(id) };
  }),
  'applications/add': action(inTenant({ application: applicationSeed }), (control, body) => {
    const { appId, name, secrets } = control.addApplication(body.application, body.tenant);
    return { appId, name, secrets: secrets.map(({ value }) => value) };
  }),
  'applications/add-credentials': action(
    z.strictObject({
      application: z.string(),
      credentials: applicationSeed.pick({ secrets: true, certificates: true, federatedIdentityCredentials: true }),
    }),
    (control, { application, credentials }) => {
      control.addCredentials(application, credentials);
      return { secrets: control.application(application).secrets.map(({ value }) => value) };
    },
  ),
  'applications/credentials': action(z.strictObject({ application: z.string() }), (control, { application }) => {
    const { appId, name, secrets } = control.application(application);
    return { appId, name, secrets: secrets.map(({ value }) => value) };
  }),
  'consent/grant': action(inTenant({ application: z.string() }), (control, body) =>
    control.grantAdminConsent(body.application, body.tenant),
  ),
  'consent/revoke': action(inTenant({ application: z.string(), user: optional(z.string()) }), (control, body) =>
    control.revokeConsent(body.application, body.user, body.tenant),
  ),
  'conditional-access/add': action(inTenant({ policy: conditionalAccessSeed }), (control, body) => {
    const { id } = control.addConditionalAccess(body.policy, body.tenant);
    return { id };
  }),
  'issuers/mint': action(
    z.strictObject({ issuer: z.url(), claims: z.record(z.string(), z.unknown()) }),
    async (control, body) => ({ token: await control.mintExternal(body.issuer, body.claims) }),
  ),
  'issuers/rotate': action(
    z.strictObject({ issuer: z.url(), emergency: optional(z.boolean()) }),
    async (control, body) => ({ kid: (await control.rotateIssuerKeys(body.issuer, body.emergency)).kid }),
  ),
  'github/job': action(
    z.strictObject({ repository: z.string(), ref: optional(z.string()), environment: optional(z.string()) }),
    (control, { repository, ref, environment }) =>
      control.gitHubJob({
        repository,
        ...(environment === undefined
          ? ref !== undefined && { on: { ref } }
          : { on: { environment, ...(ref !== undefined && { ref }) } }),
      }),
  ),
  'tokens/mint': action(token, async (control, options) => ({ token: await control.mint(options) })),
};
