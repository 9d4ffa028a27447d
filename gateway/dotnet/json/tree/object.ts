import type { TypeRef } from '../../core/type-ref.ts';
import { argument } from '../../primitives/argument-errors.ts';
import { reflectionName } from '../../primitives/reflection-name.ts';
import type { JsonPosition } from '../json-position.ts';
import { ListContainer } from './list-container.ts';
import { JProperty } from './property.ts';
import { type JToken, linqType, type WriteOptions } from './token.ts';
import type { TokenTypeName } from './token-type.ts';
import { JValue } from './value.ts';

const netType = linqType('JObject');

/** Newtonsoft.Json.Linq.JObject. */
export class JObject extends ListContainer {
  readonly #byName = new Map<string, JProperty>();
  override get netType(): TypeRef {
    return netType;
  }
  override get type(): TokenTypeName {
    return 'Object';
  }
  property(name: string | null): JProperty | null {
    return name === null ? null : (this.#byName.get(name) ?? null);
  }
  get properties(): readonly JProperty[] {
    return this.list as JProperty[];
  }
  /** The value of a property; null when there is none. */
  get(name: string): JToken | null {
    return this.#byName.get(name)?.value ?? null;
  }
  /** Sets or adds a property. */
  set(name: string, value: JToken | null): void {
    const property = this.#byName.get(name);
    if (property) property.value = value;
    else this.add(new JProperty(name, value ?? JValue.null()));
  }
  override accepts(token: JToken, replaced: JToken | null): void {
    if (!(token instanceof JProperty)) this.reject(token);
    if (replaced instanceof JProperty && replaced.name === token.name) return;
    if (this.#byName.has(token.name)) {
      argument(
        `Can not add property ${token.name} to ${reflectionName(this.netType)}. Property with the same name already exists on object.`,
      );
    }
  }
  override insertAt(index: number, token: JToken): void {
    super.insertAt(index, token);
    if (token instanceof JProperty) this.#byName.set(token.name, token);
  }
  override removeAt(index: number): void {
    const token = this.list[index];
    super.removeAt(index);
    if (token instanceof JProperty) this.#byName.delete(token.name);
  }
  override setAt(index: number, token: JToken): void {
    const old = this.list[index];
    super.setAt(index, token);
    if (old instanceof JProperty) this.#byName.delete(old.name);
    if (token instanceof JProperty) this.#byName.set(token.name, token);
  }
  override positionOf(child: JToken): JsonPosition {
    return { type: 'Object', index: -1, property: child instanceof JProperty ? child.name : null };
  }
  override clear(): void {
    super.clear();
    this.#byName.clear();
  }
  override clone(): JObject {
    const copy = new JObject();
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    if (!(other instanceof JObject) || other.list.length !== this.list.length) return false;
    return this.properties.every((property) => {
      const match = other.property(property.name);
      return match !== null && property.value.deepEquals(match.value);
    });
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    this.writeChildren('{', '}', out, options, depth);
  }
}
