/** Values of .NET types from JSON: JsonConvert.DeserializeObject and JToken.ToObject. */
import { underlyingNullable } from '../core/box.ts';
import type { Runtime } from '../core/define.ts';
import { TYPE_KEYWORDS } from '../core/keywords.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';
import { Boxed, EnumValue } from '../core/values.ts';
import { argument } from '../primitives/argument-errors.ts';
import { parseEnum } from '../primitives/enum.ts';
import { shortName } from '../primitives/reflection-name.ts';
import { integerTypes } from '../primitives/virtual.ts';
import { Deserializer } from './deserializer.ts';
import { TextValueReader } from './text-value-reader.ts';
import { convertTokenTo } from './token-conversion.ts';
import { TokenReader } from './token-reader.ts';
import type { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';
import { attempt } from './value-reader.ts';

/** `(T)` of JToken.ToObject: explicit operators for primitives, the serializer for the rest; static form. */
export function deserializeToken(token: JToken, type: TypeRef, runtime: Runtime): unknown {
  const plain = underlyingNullable(type) ?? type;
  const keyword = TYPE_KEYWORDS.get(plain) ?? OPERATORS.get(plain);
  if (keyword !== undefined && keyword !== 'object') {
    const converted = convertTokenTo(token, keyword, plain !== type, runtime);
    if (converted) return converted.value;
  }
  if (universe().isEnum(plain)) {
    const value = token instanceof JValue ? token.value : null;
    if (typeof value === 'string') {
      return (
        attempt(() => parseEnum(plain, value, true)) ?? argument(`Could not convert '${value}' to ${shortName(plain)}.`)
      );
    }
    if (value instanceof Boxed && integerTypes.has(value.type)) return new EnumValue(plain, Number(value.value));
    const number = convertTokenTo(token, 'int', plain !== type, runtime)?.value;
    return typeof number === 'number' ? new EnumValue(plain, number) : null;
  }
  return new Deserializer(new TokenReader(token, runtime), runtime).deserialize(type);
}

const OPERATORS: ReadonlyMap<TypeRef, string> = new Map(
  ['DateTime', 'DateTimeOffset', 'Guid', 'TimeSpan', 'Uri'].map((name) => [named(`System.${name}`), name]),
);

/** `JsonConvert.DeserializeObject<T>(text)`, in static form. */
export function deserializeText(text: string, type: TypeRef, runtime: Runtime): unknown {
  const reader = new TextValueReader(text, runtime);
  const value = new Deserializer(reader, runtime).deserialize(type);
  while (reader.read()) {
    if (reader.tokenType !== 'Comment')
      reader.failSerialization('Additional text found in JSON string after finishing deserializing object.');
  }
  return value;
}
