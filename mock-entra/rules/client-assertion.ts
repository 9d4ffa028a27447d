/** Client assertions, RFC 7523 2.2: signed with the client's own certificate, or issued by somebody it is federated with. */
import { aadsts } from '../errors/aadsts-error.ts';
import { decodeJwt, textClaim } from '../tokens/jwt.ts';
import { certificateProof } from './certificate-assertion.ts';
import { federatedProof } from './federated-assertion.ts';
import type { Transaction } from './transaction.ts';

const jwtBearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Judges a client assertion.
 * @throws AadstsError 900144, 5002723 for its type, 50027 when it is no JWT, and those of the two kinds.
 */
export async function assertionProof(transaction: Transaction, assertion: string): Promise<void> {
  const type = transaction.parameter('client_assertion_type');
  if (type === undefined) throw aadsts(900144, { parameter: 'client_assertion_type' });
  if (type !== jwtBearerAssertion) throw aadsts(5002723, { type });
  const jwt = decodeJwt(assertion);
  if (!jwt) throw aadsts(50027);
  const issuer = textClaim(jwt.claims, 'iss');
  // a client that signs for itself is issuer and subject at once
  if (issuer !== undefined && issuer === textClaim(jwt.claims, 'sub')) certificateProof(transaction, jwt);
  else await federatedProof(transaction, jwt);
}
