/**
 * How a .NET type is declared to expressions. One file per type calls `defineType` once; members are keyed by their C#
 * signature, so the file reads like the type's reference page and the binder does real overload resolution on it.
 *
 * @example
 * defineType({
 *   name: 'System.Convert',
 *   kind: 'class',
 *   members: {
 *     'static string ToBase64String(byte[] inArray)': (inArray: NetArray) => …,
 *   },
 * });
 *
 * Signature forms (names of C# keywords, or type names as an expression with the default usings would write them):
 *   'TypeName(int x, string y = null)'                       constructor
 *   'int IndexOf(char value)'                                instance method: (self, value, call)
 *   'static int Parse(string s)'                             static method: (s, call)
 *   'static string Join(string separator, params object[] values)'   params arrives as one NetArray
 *   'static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, R> selector)'   extension method
 *   'static bool TryParse(string s, out int result)'         out arguments arrive as a Ref: `result.value = …`
 *   'int Length { get; }'  'int Capacity { get; set; }'      property: a function (get), or { get, set }
 *   'static string Empty { get; }'                           static property or field
 *   'char this[int index] { get; }'                          indexer: (self, index, call) or { get, set }
 *   'const int MaxValue'                                     constant: the value itself
 *   'static bool operator ==(Guid a, Guid b)'                operator
 *   'static implicit operator JToken(string value)'          conversion (also `explicit`)
 *
 * Implementations get arguments in the statically typed form of values.ts and return it likewise; the last argument is
 * always the CallInfo. They throw only through throwNet, reach no global state (clock and random come from the runtime),
 * and charge the runtime for work or memory that grows with input.
 */
import type { TypeRef } from './type-ref.ts';
import type { NetObject } from './values.ts';

/** Storage of an `out` or `ref` argument. */
export interface Ref {
  value: unknown;
}

/** What a call knows besides its arguments. */
export interface CallInfo {
  /** Type arguments of the generic method, in order. */
  readonly typeArgs: readonly TypeRef[];
  /** The constructed type that declares the member: `List<int>`, so `receiver.args[0]` is `T`. */
  readonly receiver: TypeRef;
  readonly runtime: Runtime;
}

/** The world as an expression may see it, supplied per evaluation. */
export interface Runtime {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Cryptographically strong random bytes. */
  randomBytes(count: number): Uint8Array;
  /** Classic gateways run .NET on Windows, v2 and self-hosted ones on Linux: newline, time zone ids, culture data. */
  readonly platform: 'windows' | 'linux';
  /** Charges `units` (elements, characters, bytes) against the evaluation's limits; throws when they are exceeded. */
  charge(units: number): void;
  /** Refuses a collection that would hold `count` elements when an expression may not build one so large. */
  checkSize?(count: number): void;
  /** Refuses a regular expression match that has taken `milliseconds` so far when that is more than one may take. */
  checkMatch?(milliseconds: number): void;
}

// biome-ignore lint/suspicious/noExplicitAny: implementations narrow their own parameters; the signature is the contract
export type Implementation = (...args: any[]) => unknown;
/** A property or indexer with a setter. */
export interface Accessors {
  get: Implementation;
  set?: Implementation;
}
/** Signature -> implementation, accessors, or the value of a constant. */
export type Members = Readonly<
  Record<string, Implementation | Accessors | string | number | bigint | boolean | NetObject>
>;

/** Declaration of a class, struct, interface or static class. */
export interface TypeDeclaration {
  /** Full name with type parameters: `System.Collections.Generic.Dictionary<TKey, TValue>`. */
  readonly name: string;
  readonly kind: 'class' | 'struct' | 'interface' | 'delegate';
  /** Base class; `object` when left out. */
  readonly base?: string;
  /** Implemented interfaces, e.g. `IEnumerable<T>`. */
  readonly interfaces?: readonly string[];
  readonly members: Members;
}

/** Declaration of an enum. */
export interface EnumDeclaration {
  readonly name: string;
  readonly flags?: boolean;
  readonly values: Readonly<Record<string, number>>;
}

const types: TypeDeclaration[] = [];
const enums: EnumDeclaration[] = [];

/** Declares a type. Called once per type at module load; parsing of signatures is deferred to first use. */
export function defineType(declaration: TypeDeclaration): void {
  types.push(declaration);
}

/** Declares an enum. */
export function defineEnum(declaration: EnumDeclaration): void {
  enums.push(declaration);
}

/** Everything declared so far; the type universe of the binder is built from it. */
export function declarations(): { types: readonly TypeDeclaration[]; enums: readonly EnumDeclaration[] } {
  return { types, enums };
}
