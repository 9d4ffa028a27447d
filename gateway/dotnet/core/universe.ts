import { declarations, type EnumDeclaration, type TypeDeclaration } from './define.ts';
import { TypeDefinition } from './definition.ts';
import { KEYWORD_TYPES } from './keywords.ts';
import { languageTypes } from './language-types.ts';
import type { TypeSyntax } from './signature.ts';
import { arrayOf, type NamedType, named, type TypeRef } from './type-ref.ts';

/**
 * Namespaces whose types an expression names without qualification. Inferred from what compiles unqualified in published
 * policies.
 */
const DEFAULT_USINGS: readonly string[] = [
  'System',
  'System.Collections.Generic',
  'System.IO',
  'System.Linq',
  'System.Security.Cryptography',
  'System.Security.Cryptography.X509Certificates',
  'System.Text',
  'System.Text.RegularExpressions',
  'System.Xml',
  'System.Xml.Linq',
  'Newtonsoft.Json',
  'Newtonsoft.Json.Linq',
  'Microsoft.Azure.ApiManagement',
];

/** Every declared type, found by name. Declarations made later are taken in when a lookup would fail without them. */
class Universe {
  readonly #definitions = new Map<string, TypeDefinition>();
  readonly #byRef = new Map<TypeRef, TypeDefinition | null>();
  readonly #bySimpleName = new Map<string, TypeDefinition[]>();
  readonly #namespaces = new Set<string>();
  readonly #extensions = new Map<string, TypeDefinition[]>();
  #typesRead = 0;
  #enumsRead = 0;

  constructor() {
    for (const declaration of languageTypes()) this.#add(declaration);
    this.refresh();
  }

  /** Takes in declarations made since the last call. @returns whether there were any */
  refresh(): boolean {
    const { types, enums } = declarations();
    if (types.length === this.#typesRead && enums.length === this.#enumsRead) return false;
    for (; this.#typesRead < types.length; this.#typesRead++) this.#add(types[this.#typesRead] as TypeDeclaration);
    for (; this.#enumsRead < enums.length; this.#enumsRead++) this.#add(enums[this.#enumsRead] as EnumDeclaration);
    this.#byRef.clear();
    return true;
  }

  /** The definition by full name and number of type parameters. */
  find(name: string, arity = 0): TypeDefinition | undefined {
    const key = `${name}\`${arity}`;
    return this.#definitions.get(key) ?? (this.refresh() ? this.#definitions.get(key) : undefined);
  }

  /** The definition of a named type; undefined for arrays, type parameters and undeclared types. */
  definition(type: TypeRef): TypeDefinition | undefined {
    let known = this.#byRef.get(type);
    if (known === undefined) {
      known = (type.kind === 'named' ? this.find(type.name, type.args.length) : undefined) ?? null;
      this.#byRef.set(type, known);
    }
    return known ?? undefined;
  }

  /** Whether some declared type lives in the namespace or below it. */
  isNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  /** All definitions. */
  all(): Iterable<TypeDefinition> {
    this.refresh();
    return this.#definitions.values();
  }

  /** The static classes that declare extension methods of this name. */
  extensions(name: string): readonly TypeDefinition[] {
    return this.#extensions.get(name) ?? [];
  }

  /** The types that an unqualified name may mean through the default usings. */
  unqualified(name: string, arity: number): TypeDefinition[] {
    const found: TypeDefinition[] = [];
    for (const namespace of DEFAULT_USINGS) {
      const definition = this.find(`${namespace}.${name}`, arity);
      if (definition) found.push(definition);
    }
    return found;
  }

  #add(declaration: TypeDeclaration | EnumDeclaration): void {
    // Names of anonymous types begin with `<>`.
    const open = declaration.name.indexOf('<', 1);
    const name = open < 0 ? declaration.name : declaration.name.slice(0, open);
    const parameters = open < 0 ? [] : typeParameterNames(declaration.name.slice(open + 1, -1));
    const key = `${name}\`${parameters.length}`;
    const known = this.#definitions.get(key);
    if (known) {
      if (!('values' in declaration)) known.merge(declaration, parameters);
      this.#indexExtensions(known);
      return;
    }
    const definition = new TypeDefinition(name, parameters, declaration, this.#resolve);
    definition.enumLookup = (type, member) => this.definition(type)?.enumValues?.[member];
    this.#definitions.set(key, definition);
    const dot = name.lastIndexOf('.');
    const simple = `${name.slice(dot + 1)}\`${parameters.length}`;
    const others = this.#bySimpleName.get(simple);
    if (others) others.push(definition);
    else this.#bySimpleName.set(simple, [definition]);
    for (let end = dot; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const namespace = name.slice(0, end);
      if (this.#namespaces.has(namespace)) break;
      this.#namespaces.add(namespace);
    }
    this.#indexExtensions(definition);
  }

  #indexExtensions(definition: TypeDefinition): void {
    for (const name of definition.extensionNames()) {
      const list = this.#extensions.get(name);
      if (!list) this.#extensions.set(name, [definition]);
      else if (!list.includes(definition)) list.push(definition);
    }
  }

  /** Names in declarations resolve through their own namespace and the default usings, then by being unique. */
  readonly #resolve = (
    syntax: TypeSyntax,
    typeParameters: ReadonlyMap<string, TypeRef>,
    owner: string,
  ): TypeRef | undefined => {
    const args: TypeRef[] = [];
    for (const arg of syntax.args) {
      const type = this.#resolve(arg, typeParameters, owner);
      if (!type) return undefined;
      args.push(type);
    }
    let type = args.length === 0 ? (typeParameters.get(syntax.name) ?? KEYWORD_TYPES.get(syntax.name)) : undefined;
    type ??= this.#named(syntax.name, args, owner);
    if (!type) return undefined;
    if (syntax.nullable && this.isValueType(type)) type = named('System.Nullable', type);
    for (let i = 0; i < syntax.ranks; i++) type = arrayOf(type);
    return type;
  };

  #named(name: string, args: readonly TypeRef[], owner: string): NamedType | undefined {
    const arity = args.length;
    let definition = this.find(name, arity) ?? this.find(`${owner}.${name}`, arity);
    for (let dot = owner.lastIndexOf('.'); !definition && dot > 0; dot = owner.lastIndexOf('.', dot - 1)) {
      definition = this.find(`${owner.slice(0, dot)}.${name}`, arity);
    }
    definition ??= this.unqualified(name, arity)[0];
    if (!definition) {
      const candidates = this.#bySimpleName.get(`${name.slice(name.lastIndexOf('.') + 1)}\`${arity}`);
      if (candidates?.length === 1) definition = candidates[0];
    }
    return definition ? named(definition.name, ...args) : undefined;
  }

  /** Whether values of the type are copied and never null: structs and enums. */
  isValueType(type: TypeRef): boolean {
    const kind = this.definition(type)?.kind;
    return kind === 'struct' || kind === 'enum';
  }

  /** Whether the type is a class, interface, delegate or array. Undeclared types count as classes. */
  isReferenceType(type: TypeRef): boolean {
    if (type.kind === 'array') return true;
    return type.kind === 'named' && !this.isValueType(type);
  }

  isInterface(type: TypeRef): boolean {
    return this.definition(type)?.kind === 'interface';
  }

  isEnum(type: TypeRef): boolean {
    return this.definition(type)?.kind === 'enum';
  }

  isDelegate(type: TypeRef): boolean {
    return this.definition(type)?.kind === 'delegate';
  }
}

function typeParameterNames(text: string): string[] {
  return text.split(',').map((each) => each.trim().replace(/^(in|out)\s+/, ''));
}

let shared: Universe | undefined;

/** The universe of all declared types, built at the first call. */
export function universe(): Universe {
  shared ??= new Universe();
  return shared;
}
