import type { Runtime } from '../../core/define.ts';
import { meter } from '../../core/meter.ts';
import { named, type TypeRef } from '../../core/type-ref.ts';
import { NetObject } from '../../core/values.ts';
import { invalidOperation } from '../../primitives/argument-errors.ts';
import { reflectionName } from '../../primitives/reflection-name.ts';
import { buildPath, type JsonPosition } from '../json-position.ts';
import type { JContainer } from './container.ts';
import type { TokenTypeName } from './token-type.ts';

const LINQ = 'Newtonsoft.Json.Linq.';

/** A type of Newtonsoft.Json.Linq by its simple name. */
export const linqType = (name: string): TypeRef => named(LINQ + name);

/** How a token is written: `newLine` begins each line; null for all in one. */
export interface WriteOptions {
  readonly newLine: string | null;
}

/** Units of work that a token counts for, which keeps the memory of all tokens of an evaluation within bounds. */
const tokenCost = 32;

/** Newtonsoft.Json.Linq.JToken. */
export abstract class JToken extends NetObject {
  constructor() {
    super();
    // A token that has a parent is cloned where it is added again, so that trees can double with every step.
    meter(tokenCost);
  }
  parent: JContainer | null = null;
  /** Where a parsed token ended in its text. */
  line: { line: number; position: number } | null = null;
  abstract get type(): TokenTypeName;
  abstract clone(): JToken;
  abstract write(out: string[], options: WriteOptions, depth: number): void;
  abstract deepEquals(other: JToken): boolean;
  /** Child tokens; none for values. */
  get children(): readonly JToken[] {
    return [];
  }
  get hasValues(): boolean {
    return this.children.length > 0;
  }
  get root(): JToken {
    let token: JToken = this;
    while (token.parent) token = token.parent;
    return token;
  }
  get index(): number {
    return this.parent ? this.parent.children.indexOf(this) : -1;
  }
  get path(): string {
    const levels: JsonPosition[] = [];
    for (let token: JToken = this; token.parent; token = token.parent) {
      const level = token.parent.positionOf(token);
      if (level) levels.unshift(level);
    }
    return buildPath(levels, null);
  }
  /** Name of the class without namespace. */
  get className(): string {
    return reflectionName(this.netType).slice(LINQ.length);
  }
  toJson(newLine: string | null): string {
    const out: string[] = [];
    this.write(out, { newLine }, 0);
    return out.join('');
  }
  toText(runtime: Runtime): string {
    const text = this.toJson(runtime.platform === 'windows' ? '\r\n' : '\n');
    runtime.charge(text.length);
    return text;
  }
  requireParent(): JContainer {
    return this.parent ?? invalidOperation('The parent is missing.');
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.children[Symbol.iterator]();
  }
  get elementType(): TypeRef {
    return linqType('JToken');
  }
}
