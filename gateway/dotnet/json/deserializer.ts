/** Reading values of .NET types from JSON, as Newtonsoft's serializer does. */
import { Dictionary, dictionaryType } from '../collections/dictionary.ts';
import { HashSet } from '../collections/hash-set.ts';
import { KeyValuePair } from '../collections/key-value-pair.ts';
import { List, listType } from '../collections/list.ts';
import { underlyingNullable } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import type { Runtime } from '../core/define.ts';
import { NetThrow } from '../core/exception.ts';
import { inherits } from '../core/hierarchy.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { nullReference } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { ensureType } from './ensure-type.ts';
import { readObjectTree, readTokenTree } from './token-writer.ts';
import type { JToken } from './tree/token.ts';
import type { ReadKind, ValueReader } from './value-reader.ts';

const generic = (name: string): string => `System.Collections.Generic.${name}`;
const dictionaryNames = new Set(['Dictionary', 'IDictionary', 'IReadOnlyDictionary'].map(generic));
const listNames = new Set(
  ['List', 'IList', 'ICollection', 'IEnumerable', 'IReadOnlyList', 'IReadOnlyCollection'].map(generic),
);
const setNames = new Set(['HashSet', 'ISet'].map(generic));
const pairName = generic('KeyValuePair');
const tokenType = named('Newtonsoft.Json.Linq.JToken');
const valueType = named('Newtonsoft.Json.Linq.JValue');

const FIX_OBJECT =
  'change the deserialized type so that it is a normal .NET type (e.g. not a primitive type like integer, not a collection type like an array or List<T>) that can be deserialized from a JSON object. JsonObjectAttribute can also be added to the type to force it to deserialize from a JSON object.\n';
const FIX_ARRAY =
  'change the deserialized type to an array or a type that implements a collection interface (e.g. ICollection, IList) like List<T> that can be deserialized from a JSON array. JsonArrayAttribute can also be added to the type to force it to deserialize from a JSON array.\n';
const VALUE = 'JSON primitive value (e.g. string, number, boolean, null)';
const OBJECT = 'JSON object (e.g. {"name":"value"})';
const ARRAY = 'JSON array (e.g. [1,2,3])';

const isByteArray = (type: TypeRef): boolean => type.kind === 'array' && type.element === T.byte;
const isToken = (type: TypeRef): boolean => type.kind === 'named' && (type === tokenType || inherits(type, tokenType));
const isPair = (type: TypeRef): type is TypeRef & { kind: 'named' } => type.kind === 'named' && type.name === pairName;
const isNullable = (type: TypeRef): boolean => defaultValue(type) === null;

/** What values of a type are read as. */
const KINDS: ReadonlyMap<TypeRef, ReadKind> = new Map<TypeRef, ReadKind>([
  [T.byte, 'int'],
  [T.short, 'int'],
  [T.int, 'int'],
  [T.long, 'long'],
  [T.float, 'double'],
  [T.double, 'double'],
  [T.decimal, 'decimal'],
  [T.bool, 'bool'],
  [T.string, 'string'],
  [named('System.DateTime'), 'DateTime'],
  [named('System.DateTimeOffset'), 'DateTimeOffset'],
]);

const kindOf = (type: TypeRef): ReadKind =>
  isByteArray(type) ? 'bytes' : (KINDS.get(underlyingNullable(type) ?? type) ?? 'value');

/** Reads values from a reader, which it moves to their ends. */
export class Deserializer {
  readonly reader: ValueReader;
  readonly runtime: Runtime;
  /** What `$id` has named. */
  readonly references = new Map<string, unknown>();
  constructor(reader: ValueReader, runtime: Runtime) {
    this.reader = reader;
    this.runtime = runtime;
  }

  /** The whole of what the reader has, as `type`. */
  deserialize(type: TypeRef): unknown {
    if (this.next(type)) return this.value(type);
    if (!isNullable(type))
      this.reader.failSerialization(`No JSON content found and type '${reflectionName(type)}' is not nullable.`);
    return null;
  }

  /** Moves to the next value, which will be read as `type`; false when there is none. */
  next(type: TypeRef): boolean {
    const { reader } = this;
    const kind = kindOf(type);
    if (kind !== 'value' && kind !== 'long') {
      reader.readAs(kind);
      return reader.tokenType !== 'None';
    }
    do {
      if (!reader.read()) return false;
    } while (reader.tokenType === 'Comment' && !isPair(type));
    if (kind === 'long' && reader.tokenType === 'Undefined')
      reader.fail(`An undefined token is not a valid ${reflectionName(type)}.`);
    return true;
  }

  value(type: TypeRef): unknown {
    this.runtime.charge(1);
    if (isToken(type)) return this.token(type);
    const plain = underlyingNullable(type) ?? type;
    if (isPair(plain)) return this.pair(plain, plain !== type);
    const { reader } = this;
    switch (reader.tokenType) {
      case 'StartObject':
        return this.object(type);
      case 'StartArray':
        return this.array(type);
      case 'String':
        if (reader.value === '' && type !== T.string && type !== T.object && isNullable(type)) return null;
        return this.convert(type);
      case 'Null':
      case 'Undefined':
        return isNullable(type) ? null : this.convert(type);
      case 'PropertyName':
      case 'EndObject':
      case 'EndArray':
      case 'EndConstructor':
        return reader.failSerialization(`Unexpected token while deserializing object: ${reader.tokenType}.`);
      default:
        return this.convert(type);
    }
  }

  convert(type: TypeRef): unknown {
    const { value } = this.reader;
    if (type === T.object) return value;
    const plain = underlyingNullable(type) ?? type;
    if (isByteArray(type) && typeof value !== 'string') return value;
    return ensureType(this.reader, value, plain, type, this.runtime);
  }

  /** A token of the class asked for. */
  token(type: TypeRef): JToken | null {
    if (this.reader.tokenType === 'Null' && type !== tokenType && type !== valueType) return null;
    const result = readTokenTree(this.reader);
    if (!inherits(result.netType, type)) {
      this.reader.failSerialization(
        `Deserialized JSON type '${reflectionName(result.netType)}' is not compatible with expected type '${reflectionName(type)}'.`,
      );
    }
    return result;
  }

  /** Moves on. Throws at the end of the text. */
  advance(): void {
    if (!this.reader.read()) this.reader.failSerialization('Unexpected end when reading JSON.');
  }

  object(type: TypeRef): unknown {
    const { reader } = this;
    this.advance();
    const metadata = this.metadata(type);
    if (metadata.value) return metadata.value.is;
    if (type === T.object) return readObjectTree(reader);
    if (type.kind === 'named' && type.args.length === 2 && dictionaryNames.has(type.name))
      return this.dictionary(type.args[0] ?? T.string, type.args[1] ?? T.object, metadata.id);
    const isList = isCollection(type);
    if (!isList && reader.tokenType === 'PropertyName' && reader.value === '$value') return this.wrapped(type);
    const wanted = isList ? ARRAY : VALUE;
    return reader.failSerialization(
      `Cannot deserialize the current JSON object (e.g. {"name":"value"}) into type '${reflectionName(type)}' because the type requires a ${wanted} to deserialize correctly.\nTo fix this error either change the JSON to a ${wanted} or ${FIX_OBJECT}`,
    );
  }

  /** Reads `$id`, `$ref`, `$type` and `$values`, which say how to read an object and are no content of it. */
  metadata(type: TypeRef): { id?: string; value?: { is: unknown } } {
    const { reader } = this;
    const atName = (): boolean => reader.tokenType === 'PropertyName';
    let id: string | undefined;
    while (atName()) {
      const name = reader.value;
      if (name !== '$ref' && name !== '$type' && name !== '$id' && name !== '$values') break;
      this.advance();
      if (name === '$values') {
        const is = this.array(type, id);
        this.advance();
        return { value: { is } };
      }
      const { tokenType, value } = reader;
      if (name === '$ref' && tokenType !== 'String' && tokenType !== 'Null')
        reader.failSerialization('JSON reference $ref property must have a string or null value.');
      if (name === '$type' && value === null) nullReference();
      this.advance();
      if (name === '$id') id = value === null ? undefined : String(value);
      if (name !== '$ref' || value === null) continue;
      if (atName()) {
        reader.failSerialization(
          'Additional content found in JSON reference object. A JSON reference object should only have a $ref property.',
        );
      }
      return { value: { is: this.references.get(String(value)) ?? null } };
    }
    return id === undefined ? {} : { id };
  }

  /** `{"$value": …}`, whose value it is. */
  wrapped(type: TypeRef): unknown {
    this.advance();
    if (this.reader.tokenType === 'StartObject')
      this.reader.failSerialization('Unexpected token when deserializing primitive value: StartObject.');
    const value = this.value(type);
    this.advance();
    return value;
  }

  dictionary(keyType: TypeRef, itemType: TypeRef, id: string | undefined): Dictionary {
    const { reader } = this;
    const result = new Dictionary(dictionaryType(keyType, itemType));
    if (id !== undefined) this.references.set(id, result);
    do {
      if (reader.tokenType === 'EndObject') return result;
      if (reader.tokenType === 'Comment') continue;
      if (reader.tokenType !== 'PropertyName')
        reader.failSerialization(`Unexpected token when deserializing object: ${reader.tokenType}.`);
      const key = this.key(keyType);
      if (!this.next(itemType)) reader.failSerialization('Unexpected end when deserializing object.');
      result.put(key, this.value(itemType));
    } while (reader.read());
    return reader.failSerialization('Unexpected end when deserializing object.');
  }

  key(type: TypeRef): unknown {
    const { reader, runtime } = this;
    const name = String(reader.value);
    if (type === T.string || type === T.object) return name;
    try {
      return ensureType(reader, name, type, type, runtime);
    } catch (error) {
      if (!(error instanceof NetThrow)) throw error;
      return reader.failSerialization(
        `Could not convert string '${name}' to dictionary key type '${reflectionName(type)}'. Create a TypeConverter to convert from the string to the key type object.`,
      );
    }
  }

  /** A pair, which has a converter of its own: whatever is no object of properties has neither key nor value. */
  pair({ args }: TypeRef & { kind: 'named' }, nullable: boolean): KeyValuePair | null {
    if (this.reader.tokenType === 'Null') {
      return nullable ? null : this.reader.failSerialization('Cannot convert null value to KeyValuePair.');
    }
    const [keyType = T.object, itemType = T.object] = args;
    let key = defaultValue(keyType);
    let item = defaultValue(itemType);
    this.advance();
    while (this.reader.tokenType === 'PropertyName') {
      const name = String(this.reader.value).toLowerCase();
      const type = name === 'key' ? keyType : name === 'value' ? itemType : T.object;
      if (!this.next(type)) this.reader.failSerialization('Unexpected end when reading JSON.');
      const read = this.value(type);
      if (name === 'key') key = read;
      else if (name === 'value') item = read;
      this.advance();
    }
    return new KeyValuePair(keyType, itemType, key, item);
  }

  array(type: TypeRef, id?: string): unknown {
    if (type === T.object) return readTokenTree(this.reader);
    const keep = <V>(value: V): V => {
      if (id !== undefined) this.references.set(id, value);
      return value;
    };
    if (type.kind === 'array') return keep(arrayFrom(type.element, this.items(type.element)));
    if (type.kind === 'named' && type.args.length === 1) {
      const element = type.args[0] ?? T.object;
      if (listNames.has(type.name)) return keep(new List(listType(element), this.items(element)));
      if (setNames.has(type.name)) {
        const set = new HashSet(named(generic('HashSet'), element));
        for (const item of this.items(element)) set.addItem(item);
        return keep(set);
      }
    }
    const isObject = type.kind === 'named' && dictionaryNames.has(type.name);
    const wanted = isObject ? OBJECT : VALUE;
    return this.reader.failSerialization(
      `Cannot deserialize the current JSON array (e.g. [1,2,3]) into type '${reflectionName(type)}' because the type requires a ${wanted} to deserialize correctly.\nTo fix this error either change the JSON to a ${wanted} or ${FIX_ARRAY}`,
    );
  }

  items(element: TypeRef): unknown[] {
    const items: unknown[] = [];
    while (this.next(element)) {
      if (this.reader.tokenType === 'EndArray') return items;
      items.push(this.value(element));
    }
    return this.reader.failSerialization('Unexpected end when deserializing array.');
  }
}

function isCollection(type: TypeRef): boolean {
  return type.kind === 'array' || (type.kind === 'named' && (listNames.has(type.name) || setNames.has(type.name)));
}
