import type { CallInfo } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { inherits } from '../core/hierarchy.ts';
import { named } from '../core/type-ref.ts';
import { required } from '../primitives/argument-errors.ts';
import { wrongAlgorithm } from './failure.ts';
import type { NetHash } from './hash-algorithm.ts';

type Maker = (call: CallInfo) => NetHash;

const makers = new Map<string, Maker>();

/** Gives an algorithm a name under which `Create(name)` finds it; case does not matter, as in CryptoConfig. */
export function registerHash(name: string, make: Maker): void {
  makers.set(name.toLowerCase(), make);
}

/** The static `Create` methods of a base class of hashes; null for a name that .NET does not know either. */
export function hashFactories(typeName: string): Readonly<Record<string, (...args: never[]) => unknown>> {
  const short = typeName.slice(typeName.lastIndexOf('.') + 1);
  return {
    [`static ${short} Create()`]: () =>
      throwNet(
        'System.PlatformNotSupportedException',
        'This platform does not allow the automatic selection of an algorithm.',
      ),
    [`static ${short} Create(string name)`]: (name: string | null, call: CallInfo) => hashByName(typeName, name, call),
  };
}

/** @throws ArgumentNullException, InvalidCastException */
export function hashByName(typeName: string, name: string | null, call: CallInfo): NetHash | null {
  const hash = makers.get(required(name, 'name').toLowerCase())?.(call);
  if (!hash) return null;
  return inherits(hash.netType, named(typeName)) ? hash : wrongAlgorithm(hash.className, typeName);
}
