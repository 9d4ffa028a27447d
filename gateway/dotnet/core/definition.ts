import type { Accessors, EnumDeclaration, Implementation, TypeDeclaration } from './define.ts';
import type { Member, MethodMember, ParameterInfo, PropertyMember } from './members.ts';
import { parseSignature, parseTypeSyntax, type SignatureSyntax, signatureName, type TypeSyntax } from './signature.ts';
import { type NamedType, named, parameter, T, type TypeParameter, type TypeRef } from './type-ref.ts';
import { EnumValue } from './values.ts';

/** Finds the type that a signature names; undefined when nothing of that name is declared. */
export type ResolveType = (
  syntax: TypeSyntax,
  typeParameters: ReadonlyMap<string, TypeRef>,
  owner: string,
) => TypeRef | undefined;

/** What a type is declared as. */
export type TypeKind = 'class' | 'struct' | 'interface' | 'delegate' | 'enum';

/** How a generic interface or delegate converts: `out T` covariantly, `in T` contravariantly. */
export type Variance = 'in' | 'out' | '';

/** Variance of the generic interfaces and delegates of .NET, whose declarations here need not repeat it. */
const VARIANCE: Readonly<Record<string, readonly Variance[]>> = {
  'System.Collections.Generic.IEnumerable`1': ['out'],
  'System.Collections.Generic.IEnumerator`1': ['out'],
  'System.Collections.Generic.IReadOnlyCollection`1': ['out'],
  'System.Collections.Generic.IReadOnlyList`1': ['out'],
  'System.Collections.Generic.IComparer`1': ['in'],
  'System.Collections.Generic.IEqualityComparer`1': ['in'],
  'System.Linq.IGrouping`2': ['out', 'out'],
  'System.Linq.IOrderedEnumerable`1': ['out'],
  'System.Linq.IQueryable`1': ['out'],
  'System.IComparable`1': ['in'],
  'System.Predicate`1': ['in'],
  'System.Comparison`1': ['in'],
  'System.Converter`2': ['in', 'out'],
  'System.Newtonsoft.Json.Linq.IJEnumerable`1': ['out'],
  'Newtonsoft.Json.Linq.IJEnumerable`1': ['out'],
};

/**
 * A declared type. Members are found by name; a signature is read at the first lookup of its name, since an expression
 * touches few of the thousands that are declared.
 */
export class TypeDefinition {
  /** Full name without type parameters. */
  readonly name: string;
  readonly kind: TypeKind;
  readonly parameters: readonly TypeParameter[];
  /** The type with its own parameters as arguments. */
  readonly self: NamedType;
  readonly variance: readonly Variance[];
  readonly isFlags: boolean;
  /** Members that could not be declared because a type they mention is not; for tests of the library. */
  readonly problems: string[] = [];

  readonly #resolve: ResolveType;
  readonly #declarations: TypeDeclaration[] = [];
  readonly #enum: EnumDeclaration | undefined;
  readonly #scope: Map<string, TypeRef>;
  #index: Map<string, { signature: string; value: unknown }[]> | undefined;
  readonly #members = new Map<string, readonly Member[]>();
  #base: TypeRef | null | undefined;
  #interfaces: readonly NamedType[] | undefined;

  constructor(
    name: string,
    typeParameters: readonly string[],
    declaration: TypeDeclaration | EnumDeclaration,
    resolve: ResolveType,
  ) {
    this.name = name;
    this.kind = 'values' in declaration ? 'enum' : declaration.kind;
    this.isFlags = 'values' in declaration && declaration.flags === true;
    this.parameters = typeParameters.map((each) => parameter(`${name}.${each}`));
    this.self = named(name, ...this.parameters);
    this.variance = VARIANCE[`${name}\`${typeParameters.length}`] ?? delegateVariance(name, typeParameters.length);
    this.#scope = new Map(typeParameters.map((each, i) => [each, this.parameters[i] as TypeRef]));
    this.#resolve = resolve;
    if ('values' in declaration) this.#enum = declaration;
    else this.#declarations.push(declaration);
  }

  /** Adds the members of a further declaration of the same type, which may name the type parameters differently. */
  merge(declaration: TypeDeclaration, typeParameters: readonly string[]): void {
    this.#declarations.push(declaration);
    for (const [i, name] of typeParameters.entries()) this.#scope.set(name, this.parameters[i] as TypeRef);
    this.#index = undefined;
    this.#members.clear();
    this.#base = undefined;
    this.#interfaces = undefined;
  }

  /** Declared base class; null for interfaces and System.Object. Open: mentions the definition's own parameters. */
  get base(): TypeRef | null {
    if (this.#base === undefined) this.#base = this.#findBase();
    return this.#base;
  }

  #findBase(): TypeRef | null {
    if (this.name === 'System.Object' || this.kind === 'interface') return null;
    for (const { base } of this.#declarations) {
      const type = base === undefined ? undefined : this.#type(parseTypeSyntax(base));
      if (type && type !== this.self) return type;
      if (base !== undefined && !type) this.problems.push(`base ${base}`);
    }
    if (this.kind === 'enum') return named('System.Enum');
    if (this.kind === 'delegate') return named('System.Delegate');
    if (this.kind === 'struct' && this.name !== 'System.ValueType') return named('System.ValueType');
    return T.object;
  }

  /** Declared interfaces, open like `base`; those of base types are not repeated. */
  get interfaces(): readonly NamedType[] {
    if (!this.#interfaces) {
      const list: NamedType[] = [];
      for (const declaration of this.#declarations) {
        for (const text of declaration.interfaces ?? []) {
          const type = this.#type(parseTypeSyntax(text));
          if (type?.kind === 'named') list.push(type);
          else this.problems.push(`interface ${text}`);
        }
      }
      this.#interfaces = list;
    }
    return this.#interfaces;
  }

  /** Names and values of an enum's members; undefined for other types. */
  get enumValues(): Readonly<Record<string, number>> | undefined {
    return this.#enum?.values;
  }

  /** The members of one name that this type itself declares. See `signatureName` for the names of operators and the like. */
  members(name: string): readonly Member[] {
    const known = this.#members.get(name);
    if (known) return known;
    const found: Member[] = [];
    if (this.#enum) {
      const value = Object.hasOwn(this.#enum.values, name) ? this.#enum.values[name] : undefined;
      if (value !== undefined) found.push(this.#enumMember(name, value));
    } else {
      for (const entry of this.#indexed().get(name) ?? []) {
        const member = this.#member(entry.signature, entry.value);
        if (!member) continue;
        const same = found.findIndex((other) => sameParameters(other, member));
        if (same < 0) found.push(member);
        else found[same] = member;
      }
    }
    this.#members.set(name, found);
    return found;
  }

  /** All names under which something is declared. */
  memberNames(): readonly string[] {
    return this.#enum ? Object.keys(this.#enum.values) : [...this.#indexed().keys()];
  }

  /** Names of the extension methods that the type declares. */
  extensionNames(): readonly string[] {
    const names = new Set<string>();
    for (const { members } of this.#declarations) {
      for (const signature of Object.keys(members)) {
        if (signature.includes('(this ')) names.add(signatureName(signature));
      }
    }
    return [...names];
  }

  #indexed(): Map<string, { signature: string; value: unknown }[]> {
    if (this.#index) return this.#index;
    const index = new Map<string, { signature: string; value: unknown }[]>();
    const seen = new Set<string>();
    for (const { members } of this.#declarations) {
      for (const [signature, value] of Object.entries(members)) {
        if (seen.has(signature)) continue;
        seen.add(signature);
        const name = signatureName(signature);
        const list = index.get(name);
        if (list) list.push({ signature, value });
        else index.set(name, [{ signature, value }]);
      }
    }
    this.#index = index;
    return index;
  }

  #enumMember(name: string, value: number): PropertyMember {
    const type = this.self;
    return {
      kind: 'constant',
      name,
      isStatic: true,
      owner: this,
      signature: name,
      type,
      parameters: [],
      get: undefined,
      set: undefined,
      value: new EnumValue(type, value),
    };
  }

  #type(syntax: TypeSyntax, scope: ReadonlyMap<string, TypeRef> = this.#scope): TypeRef | undefined {
    return this.#resolve(syntax, scope, this.name);
  }

  #member(signature: string, value: unknown): Member | undefined {
    const syntax = parseSignature(signature);
    const scope = new Map(this.#scope);
    const typeParameters = syntax.typeParameters.map((each) => parameter(`${this.name}.${signature}.${each}`));
    for (const [i, each] of syntax.typeParameters.entries()) scope.set(each, typeParameters[i] as TypeRef);
    const parameters: ParameterInfo[] = [];
    for (const each of syntax.parameters) {
      const type = this.#type(each.type, scope);
      if (!type) return this.#problem(signature);
      const defaultValue =
        each.defaultText === undefined ? undefined : { value: this.#default(each.defaultText, type) };
      parameters.push({ name: each.name, type, modifier: each.modifier, defaultValue });
    }
    const type = syntax.type ? this.#type(syntax.type, scope) : this.self;
    if (!type) return this.#problem(signature);
    const common = { name: syntax.name, owner: this, signature, parameters };
    if (syntax.kind === 'property' || syntax.kind === 'indexer' || syntax.kind === 'constant') {
      return { ...common, ...accessors(syntax, value), kind: syntax.kind, isStatic: syntax.isStatic, type };
    }
    const method: MethodMember = {
      ...common,
      kind: syntax.kind,
      isStatic: syntax.isStatic || syntax.kind !== 'method',
      isExtension: syntax.parameters[0]?.modifier === 'this',
      typeParameters,
      returns: type,
      implementation: value as Implementation,
    };
    return method;
  }

  #problem(signature: string): undefined {
    this.problems.push(signature);
    return undefined;
  }

  #default(text: string, type: TypeRef): unknown {
    if (text === 'null' || text === 'default') return text === 'null' ? null : undefined;
    if (text === 'true' || text === 'false') return text === 'true';
    if (text.startsWith('"')) return JSON.parse(text) as string;
    if (text.startsWith("'")) return text.slice(1, -1).charCodeAt(0);
    if (/^-?\d/.test(text)) return type === T.long || type === T.ulong ? BigInt(text) : Number(text);
    const name = text.slice(text.lastIndexOf('.') + 1);
    const owner = this.#type({ name: text.slice(0, text.lastIndexOf('.')), args: [], nullable: false, ranks: 0 });
    if (owner?.kind !== 'named') throw new Error(`the default '${text}' in ${this.name} is not understood`);
    return defaultOfEnum(owner, name, this.#resolveEnum);
  }

  /** Set by the universe, which knows the other definitions. */
  #resolveEnum: (type: NamedType, name: string) => number | undefined = () => undefined;
  set enumLookup(lookup: (type: NamedType, name: string) => number | undefined) {
    this.#resolveEnum = lookup;
  }
}

/** Whether two members are the same to a caller; a later declaration then replaces the earlier one. */
function sameParameters(a: Member, b: Member): boolean {
  if (a.isStatic !== b.isStatic || a.parameters.length !== b.parameters.length) return false;
  if ('returns' in a && 'returns' in b) {
    if (a.typeParameters.length !== b.typeParameters.length || a.typeParameters.length > 0) return false;
    if (a.kind !== 'method' && a.returns !== b.returns) return false;
  }
  return a.parameters.every(
    (each, i) => each.type === b.parameters[i]?.type && each.modifier === b.parameters[i]?.modifier,
  );
}

function defaultOfEnum(
  type: NamedType,
  name: string,
  lookup: (type: NamedType, name: string) => number | undefined,
): EnumValue {
  const value = lookup(type, name);
  if (value === undefined) throw new Error(`${type.name} has no member ${name}`);
  return new EnumValue(type, value);
}

function delegateVariance(name: string, arity: number): readonly Variance[] {
  if (name === 'System.Func') return [...new Array<Variance>(arity - 1).fill('in'), 'out'];
  return new Array<Variance>(arity).fill(name === 'System.Action' ? 'in' : '');
}

function accessors(syntax: SignatureSyntax, value: unknown): Pick<PropertyMember, 'get' | 'set' | 'value'> {
  if (syntax.kind === 'constant') return { get: undefined, set: undefined, value };
  if (typeof value === 'function') return { get: value as Implementation, set: undefined, value: undefined };
  const { get, set } = value as Accessors;
  return { get, set: syntax.settable ? set : undefined, value: undefined };
}
