import { substitute, typeArguments } from './substitute.ts';
import type { TypeRef } from './type-ref.ts';
import { universe } from './universe.ts';

/** What calling a delegate takes and gives. */
export interface DelegateSignature {
  readonly parameters: readonly TypeRef[];
  readonly returns: TypeRef;
}

const signatures = new Map<TypeRef, DelegateSignature | null>();

/** The signature of a delegate type, which may be open; undefined for every other type. */
export function delegateSignature(type: TypeRef): DelegateSignature | undefined {
  let signature = signatures.get(type);
  if (signature === undefined) {
    signature = find(type) ?? null;
    signatures.set(type, signature);
  }
  return signature ?? undefined;
}

function find(type: TypeRef): DelegateSignature | undefined {
  const definition = universe().definition(type);
  if (definition?.kind !== 'delegate') return undefined;
  const [invoke] = definition.members('Invoke');
  if (invoke?.kind !== 'method') return undefined;
  const map = typeArguments(definition, type);
  return {
    parameters: invoke.parameters.map((each) => substitute(each.type, map)),
    returns: substitute(invoke.returns, map),
  };
}
