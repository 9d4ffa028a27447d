import { knownText } from '../../../bicep/value.ts';
import { type DeployedConnection, providerSettings } from '../deployed-connection.ts';
import { member, nameWithStandIns } from '../deployment-values.ts';
import { displayPath } from '../display-path.ts';
import { last } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** The credential manager's connections. */
export function readConnections(resources: ServiceResources): DeployedConnection[] {
  return resources.of('authorizationProviders').flatMap((provider) => {
    const id = last(provider.names);
    const settings = providerSettings(member(provider.body, 'properties'), (value) =>
      resources.values.text(value, provider),
    );
    return resources.of('authorizationProviders/authorizations', [id]).map((resource) => ({
      providerId: nameWithStandIns(id),
      authorizationId: nameWithStandIns(last(resource.names)),
      ...settings,
      delegated: knownText(member(resource.body, 'properties', 'oauth2grantType')) === 'AuthorizationCode',
      file: displayPath(resource.file),
      line: resource.line,
    }));
  });
}
