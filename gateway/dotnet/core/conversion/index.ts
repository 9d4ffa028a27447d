/** The conversions of C# between two types, whatever the expression. */
import type { TypeRef } from '../type-ref.ts';
import { standardExplicit, standardImplicit } from './classify.ts';
import type { Conversion } from './conversion.ts';
import { type UserDefined, userExplicit, userImplicit } from './user-defined.ts';

export { standardExplicit, standardImplicit } from './classify.ts';
export type { Conversion } from './conversion.ts';
export { IDENTITY } from './conversion.ts';
export { integerRange, integerType, isNumeric, numericConverter, throwOverflow } from './numeric.ts';

const implicitAnswers = new Map<TypeRef, Map<TypeRef, Conversion | null>>();

/** The implicit conversion from one type to another, user-defined ones included; undefined when there is none. */
export function implicitConversion(from: TypeRef, to: TypeRef): Conversion | undefined {
  if (from === to) return { kind: 'identity' };
  let answers = implicitAnswers.get(from);
  if (!answers) {
    answers = new Map();
    implicitAnswers.set(from, answers);
  }
  let answer = answers.get(to);
  if (answer === undefined) {
    answer = standardImplicit(from, to) ?? found(userImplicit(from, to)) ?? null;
    answers.set(to, answer);
  }
  return answer ?? undefined;
}

/** The conversion that a cast makes; undefined when there is none. */
export function explicitConversion(from: TypeRef, to: TypeRef): Conversion | undefined {
  return standardImplicit(from, to) ?? standardExplicit(from, to) ?? found(userExplicit(from, to));
}

function found(result: UserDefined): Conversion | undefined {
  return result && 'conversion' in result ? result.conversion : undefined;
}
