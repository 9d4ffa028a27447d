/** Reading a token tree from a JSON reader, as JToken.Load and its relatives do. */
import type { Runtime } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import type { JsonReader } from './json-reader.ts';
import { type DateHandling, JsonTextReader } from './json-text-reader.ts';
import { JArray } from './tree/array.ts';
import { JConstructor } from './tree/constructor.ts';
import type { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';

/** Copies the reader's position to a token. */
function mark<K extends JToken>(token: K, reader: JsonReader): K {
  token.line = { line: reader.lineNumber, position: reader.linePosition };
  return token;
}

/** The value token at the reader; undefined when it stands on something else. */
function valueToken(reader: JsonReader): JValue | undefined {
  switch (reader.tokenType) {
    case 'String':
    case 'Integer':
    case 'Float':
    case 'Boolean':
    case 'Date':
      return mark(new JValue(reader.value, reader.tokenType), reader);
    case 'Null':
      return mark(JValue.null(), reader);
    case 'Undefined':
      return mark(new JValue(null, 'Undefined'), reader);
    default:
      return undefined;
  }
}

/** Adds what follows the start of `target` until its end. */
function fill(target: JContainer, reader: JsonReader, name: string): void {
  const startDepth = reader.depth;
  if (!reader.read()) reader.fail(`Error reading ${name} from JsonReader.`);
  readContent(target, reader);
  if (reader.depth > startDepth) reader.fail(`Unexpected end of content while loading ${name}.`);
}

function readContent(target: JContainer, reader: JsonReader): void {
  let parent: JContainer | null = target;
  do {
    if (parent instanceof JProperty && !parent.isEmpty) {
      if (parent === target) return;
      parent = parent.parent;
    }
    if (!parent) return;
    switch (reader.tokenType) {
      case 'StartObject':
        parent = append(parent, mark(new JObject(), reader));
        break;
      case 'StartArray':
        parent = append(parent, mark(new JArray(), reader));
        break;
      case 'StartConstructor':
        parent = append(parent, mark(new JConstructor(String(reader.value)), reader));
        break;
      case 'EndObject':
      case 'EndArray':
      case 'EndConstructor':
        if (parent === target) return;
        parent = parent.parent;
        break;
      case 'PropertyName':
        parent = property(parent, reader);
        break;
      default: {
        const value = valueToken(reader);
        if (value) append(parent, value);
      }
    }
  } while (reader.read());
}

function append<K extends JToken>(parent: JContainer, token: K): K {
  parent.accepts(token, null);
  parent.insertAt(parent.children.length, token);
  return token;
}

/** A duplicate name replaces the earlier property in its place. */
function property(parent: JContainer, reader: JsonReader): JProperty {
  const created = mark(JProperty.empty(String(reader.value)), reader);
  const existing = parent instanceof JObject ? parent.property(created.name) : null;
  if (existing) parent.setAt(existing.index, created);
  else append(parent, created);
  return created;
}

function skipComments(reader: JsonReader): void {
  while (reader.tokenType === 'Comment') reader.read();
}

/** `JObject.Load`. */
export function loadObject(reader: JsonReader): JObject {
  if (reader.tokenType === 'None' && !reader.read()) reader.fail('Error reading JObject from JsonReader.');
  skipComments(reader);
  if (reader.tokenType !== 'StartObject') {
    reader.fail(
      `Error reading JObject from JsonReader. Current JsonReader item is not an object: ${reader.tokenType}.`,
    );
  }
  const object = mark(new JObject(), reader);
  fill(object, reader, 'JObject');
  return object;
}

/** `JArray.Load`. */
export function loadArray(reader: JsonReader): JArray {
  if (reader.tokenType === 'None' && !reader.read()) reader.fail('Error reading JArray from JsonReader.');
  skipComments(reader);
  if (reader.tokenType !== 'StartArray') {
    reader.fail(`Error reading JArray from JsonReader. Current JsonReader item is not an array: ${reader.tokenType}.`);
  }
  const array = mark(new JArray(), reader);
  fill(array, reader, 'JArray');
  return array;
}

/** `JToken.ReadFrom`. */
export function loadToken(reader: JsonReader): JToken {
  if (reader.tokenType === 'None' && !reader.read()) reader.fail('Error reading JToken from JsonReader.');
  switch (reader.tokenType) {
    case 'StartObject':
      return loadObject(reader);
    case 'StartArray':
      return loadArray(reader);
    case 'StartConstructor': {
      const call = mark(new JConstructor(String(reader.value)), reader);
      fill(call, reader, 'JConstructor');
      return call;
    }
    case 'Comment':
      return mark(new JValue(reader.value, 'Comment'), reader);
    default:
      return (
        valueToken(reader) ??
        reader.fail(`Error reading JToken from JsonReader. Unexpected token: ${reader.tokenType}.`)
      );
  }
}

/** Parses a whole text with one of the loaders; what follows the value may only be comments. */
export function parseJson<K extends JToken>(
  text: string | null,
  load: (reader: JsonReader) => K,
  runtime: Runtime,
  dates: DateHandling = 'DateTime',
): K {
  const reader = new JsonTextReader(required(text, 's'), runtime, dates);
  const token = load(reader);
  while (reader.read());
  return token;
}

/** `JToken.Parse`. */
export function parseToken(text: string | null, runtime: Runtime): JToken {
  return parseJson(text, loadToken, runtime);
}
