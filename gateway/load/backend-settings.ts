import { isObject, knownText, type Value } from '../../bicep/value.ts';
import type { Backend, BackendCredentials, CircuitBreaker, PoolMember } from '../model.ts';
import { flag, list, member, nameWithStandIns } from './deployment-values.ts';

/** What stands between a resource's values and the texts of a service. */
export type TextOf = (value: Value | undefined) => string | undefined;

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * An ISO 8601 duration of days or less, as Azure Resource Manager writes intervals, in milliseconds; undefined for others.
 */
function durationMs(text: string | undefined): number | undefined {
  const match = text === undefined ? null : duration.exec(text);
  if (!match || match[0].length < 3) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

const numberOf = (value: Value | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

function pool(properties: Value | undefined, text: TextOf): readonly PoolMember[] | undefined {
  const services = list(member(properties, 'pool', 'services'));
  if (services.length === 0) return undefined;
  return services.flatMap((service): PoolMember[] => {
    const id = text(member(service, 'id'));
    if (id === undefined) return [];
    const weight = numberOf(member(service, 'weight'));
    const priority = numberOf(member(service, 'priority'));
    return [
      {
        backendId: nameWithStandIns(id.split('/').at(-1) ?? id),
        ...(weight === undefined ? {} : { weight }),
        ...(priority === undefined ? {} : { priority }),
      },
    ];
  });
}

function breaker(properties: Value | undefined): CircuitBreaker | undefined {
  const [rule] = list(member(properties, 'circuitBreaker', 'rules'));
  const condition = member(rule, 'failureCondition');
  const count = numberOf(member(condition, 'count'));
  const intervalMs = durationMs(knownText(member(condition, 'interval')));
  const tripMs = durationMs(knownText(member(rule, 'tripDuration')));
  if (count === undefined || intervalMs === undefined || tripMs === undefined) return undefined;
  return {
    count,
    intervalMs,
    statusCodes: list(member(condition, 'statusCodeRanges')).flatMap((range) => {
      const min = numberOf(member(range, 'min'));
      const max = numberOf(member(range, 'max'));
      return min === undefined || max === undefined ? [] : [{ min, max }];
    }),
    tripMs,
    ...(flag(member(rule, 'acceptRetryAfter'), false) ? { acceptRetryAfter: true } : {}),
  };
}

/** Values by name, each one or several. */
function named(value: Value | undefined, text: TextOf): Record<string, readonly string[]> {
  if (value === undefined || value === null || !isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      (Array.isArray(each) ? each : [each]).flatMap((one) => text(one) ?? []),
    ]),
  );
}

function credentials(properties: Value | undefined, text: TextOf): BackendCredentials | undefined {
  const declared = member(properties, 'credentials');
  const scheme = text(member(declared, 'authorization', 'scheme'));
  const parameter = text(member(declared, 'authorization', 'parameter'));
  const headers = {
    ...named(member(declared, 'header'), text),
    ...(scheme === undefined ? {} : { Authorization: [[scheme, parameter ?? ''].join(' ').trim()] }),
  };
  const query = named(member(declared, 'query'), text);
  const certificateId = text(list(member(declared, 'certificateIds'))[0])
    ?.split('/')
    .at(-1);
  const found = {
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(certificateId === undefined ? {} : { certificateId }),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/**
 * What the properties of a backend say besides its URL. A circuit breaker by percentage has no counterpart.
 * Source: learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends
 */
export function backendSettings(
  properties: Value | undefined,
  text: TextOf,
): Pick<Backend, 'pool' | 'sessionCookie' | 'circuitBreaker' | 'credentials'> {
  const members = pool(properties, text);
  const sessionCookie = text(member(properties, 'pool', 'sessionAffinity', 'sessionId', 'name'));
  const circuitBreaker = breaker(properties);
  const added = credentials(properties, text);
  return {
    ...(members ? { pool: members } : {}),
    ...(members && sessionCookie !== undefined ? { sessionCookie } : {}),
    ...(circuitBreaker ? { circuitBreaker } : {}),
    ...(added ? { credentials: added } : {}),
  };
}
