/** The XML form of RSA keys (XML Signature, RSAKeyValue), as ToXmlString writes and FromXmlString reads it. */
import type { JsonWebKey } from 'node:crypto';
import type { CallInfo, Runtime } from '../core/define.ts';
import { NetThrow } from '../core/exception.ts';
import { required } from '../primitives/argument-errors.ts';
import type { XElement } from '../xml/tree/element.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { cryptographic } from './failure.ts';
import type { NetRsa } from './rsa-key.ts';

/** Elements in the order in which .NET writes them, and the member of a JWK (RFC 7518 section 6.3) each one is. */
const parameters: readonly (readonly [element: string, member: keyof JsonWebKey & string, secret: boolean])[] = [
  ['Modulus', 'n', false],
  ['Exponent', 'e', false],
  ['P', 'p', true],
  ['Q', 'q', true],
  ['DP', 'dp', true],
  ['DQ', 'dq', true],
  ['InverseQ', 'qi', true],
  ['D', 'd', true],
];

/** RSA.ToXmlString. @throws CryptographicException when private parts are asked of a public key */
export function rsaToXml(self: NetRsa, includePrivateParameters: boolean, { runtime }: CallInfo): string {
  const secret = self.privateKey(runtime);
  if (includePrivateParameters && !secret) {
    cryptographic('Object contains only the public half of a key pair. A private key must also be provided.');
  }
  const key = (includePrivateParameters && secret ? secret : self.publicKey(runtime)).export({ format: 'jwk' });
  const content = parameters
    .filter(([, , isSecret]) => includePrivateParameters || !isSecret)
    .map(([element, member]) => `<${element}>${recoded(key[member], 'base64url', 'base64')}</${element}>`);
  return `<RSAKeyValue>${content.join('')}</RSAKeyValue>`;
}

const recoded = (value: unknown, from: BufferEncoding, to: BufferEncoding): string =>
  Buffer.from(String(value), from).toString(to);

/** RSA.FromXmlString: elements of the root by name; without D the key is the public half. */
export function rsaFromXml(self: NetRsa, xmlString: string | null, { runtime }: CallInfo): void {
  const root = read(required(xmlString, 'xmlString'), runtime);
  const key: JsonWebKey = { kty: 'RSA' };
  for (const child of root?.elements() ?? []) {
    const parameter = parameters.find(([element]) => element === child.name.local);
    if (parameter) key[parameter[1]] = recoded(child.text, 'base64', 'base64url');
  }
  for (const [element, member, isSecret] of parameters) {
    if (key[member] !== undefined || (isSecret && key.d === undefined)) continue;
    cryptographic(`Input string does not contain a valid encoding of the 'RSA' '${element}' parameter.`);
  }
  try {
    self.import(key);
  } catch {
    cryptographic(
      'The specified RSA parameters are not valid. Exponent and Modulus are required. If D is present, it must have the same length as Modulus. If D is present, P, Q, DP, DQ, and InverseQ are required and must have half the length of Modulus, rounded up, otherwise they must be omitted.',
    );
  }
}

function read(text: string, runtime: Runtime): XElement | null {
  try {
    return parseXml(text, runtime).root;
  } catch (error) {
    if (error instanceof NetThrow) return cryptographic('The provided XML could not be read.');
    throw error;
  }
}
