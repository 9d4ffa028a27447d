import { throwNet } from '../core/exception.ts';

/** CryptographicException, as .NET words it. */
export function cryptographic(message: string): never {
  return throwNet('System.Security.Cryptography.CryptographicException', message);
}

/** ObjectDisposedException for an object of the type. */
export function disposed(typeName: string): never {
  return throwNet('System.ObjectDisposedException', `Cannot access a disposed object.\nObject name: '${typeName}'.`);
}

/** InvalidCastException: a factory of one type was asked, by name, for an algorithm of another. */
export function wrongAlgorithm(made: string, wanted: string): never {
  return throwNet('System.InvalidCastException', `Unable to cast object of type '${made}' to type '${wanted}'.`);
}
