import { knownText, type Value } from '../../../bicep/value.ts';
import type { Api } from '../../model.ts';
import { member } from '../deployment-values.ts';
import { last, nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** How versions of an API are told apart, by the version set that its properties name. */
export function apiVersioning(resources: ServiceResources, properties: Value | undefined): Pick<Api, 'versioning'> {
  const set = nameText(member(properties, 'apiVersionSetId'))?.split('/').at(-1);
  const declared = resources.of('apiVersionSets').find(({ names }) => last(names) === set);
  const own = member(declared?.body, 'properties') ?? member(properties, 'apiVersionSet');
  const scheme = knownText(member(own, 'versioningScheme'))?.toLowerCase() ?? 'segment';
  if (scheme !== 'query' && scheme !== 'header') return { versioning: { scheme: 'segment' } };
  const name = knownText(member(own, scheme === 'query' ? 'versionQueryName' : 'versionHeaderName'));
  return { versioning: { scheme, ...(name === undefined ? {} : { name }) } };
}
