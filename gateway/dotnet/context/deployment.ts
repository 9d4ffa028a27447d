import { defineType } from '../core/define.ts';
import { type NamedType, named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { certificateFromDer } from '../crypto/x509-certificate.ts';
import type { DeploymentHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { dictionaryMembers, ReadOnlyDictionary } from './read-only-dictionary.ts';

const type = contextType('IDeployment');
const gatewayType = contextType('IGateway');
const certificatesType = contextType('CertificateDictionary');
const certificateType = named('System.Security.Cryptography.X509Certificates.X509Certificate2');

/** `context.Deployment`. */
export class Deployment extends NetObject {
  readonly host: DeploymentHost;
  constructor(host: DeploymentHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

/** `context.Deployment.Gateway`. */
class Gateway extends NetObject {
  readonly host: DeploymentHost;
  constructor(host: DeploymentHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return gatewayType;
  }
}

/** `context.Deployment.Certificates`: IReadOnlyDictionary<string, X509Certificate2>. */
class Certificates extends ReadOnlyDictionary {
  readonly #host: DeploymentHost;
  constructor(host: DeploymentHost) {
    super();
    this.#host = host;
  }
  override get netType(): NamedType {
    return certificatesType;
  }
  override get valueType(): TypeRef {
    return certificateType;
  }
  override keys(): Iterable<string> {
    return this.#host.certificates.keys();
  }
  override find(key: string): unknown {
    const found = this.#host.certificates.get(key);
    return found && certificateFromDer(found.der, found.privateKeyPem);
  }
}

defineType({
  name: fullName('CertificateDictionary'),
  kind: 'class',
  interfaces: ['IReadOnlyDictionary<string, X509Certificate2>'],
  members: {
    ...dictionaryMembers('X509Certificate2'),
    'X509Certificate2 GetValueOrDefault(string key)': (self: Certificates, key: string) => self.find(key) ?? null,
  },
});

defineType({
  name: fullName('IGateway'),
  kind: 'class',
  members: {
    'string Id { get; }': (self: Gateway) => self.host.gatewayId,
    'string InstanceId { get; }': (self: Gateway) => self.host.gatewayId,
    'bool IsManaged { get; }': (self: Gateway) => self.host.isManaged,
  },
});

defineType({
  name: fullName('IDeployment'),
  kind: 'class',
  members: {
    'IGateway Gateway { get; }': (self: Deployment) => new Gateway(self.host),
    'string GatewayId { get; }': (self: Deployment) => self.host.gatewayId,
    'string Region { get; }': (self: Deployment) => self.host.region,
    'string ServiceId { get; }': (self: Deployment) => self.host.serviceId,
    'string ServiceName { get; }': (self: Deployment) => self.host.serviceName,
    'CertificateDictionary Certificates { get; }': (self: Deployment) => new Certificates(self.host),
  },
});
