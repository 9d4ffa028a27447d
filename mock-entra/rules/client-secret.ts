/** AADSTS7000215, 7000222: a wrong secret; a right one that has expired. */
import { timingSafeEqual } from 'node:crypto';
import { secretDigest } from '../directory/create-application.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { Transaction } from './transaction.ts';

/** Judges a presented secret. Every registered secret is compared, whichever matches, in constant time. */
export function secretProof({ client, service }: Transaction, presented: string): void {
  const digest = secretDigest(presented);
  let matched: { readonly expires: number } | undefined;
  for (const secret of client.value.secrets) if (timingSafeEqual(secret.digest, digest)) matched = secret;
  const clientId = client.value.appId;
  if (!matched) throw aadsts(7000215, { clientId });
  if (matched.expires <= service.now()) throw aadsts(7000222, { clientId });
}
