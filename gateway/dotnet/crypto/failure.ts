import { throwNet } from '../core/exception.ts';

/** CryptographicException, as .NET words it. */
export function cryptographic(message: string): never {
  return throwNet('System.Security.Cryptography.CryptographicException', message);
}
