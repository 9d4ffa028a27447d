/** A policy document -> the steps of its sections. */
import { readPolicy } from '../../document/read-policy.ts';
import type { TextPosition } from '../../document/text-position.ts';
import { childElements, type PolicyElement } from '../../document/tree.ts';
import type { ExpressionCompiler } from '../../expressions/index.ts';
import type { PolicySource } from '../../model.ts';
import {
  type LoadContext,
  type PolicyDefinition,
  type Scope,
  type Section,
  type Site,
  type Step,
  sections,
} from '../../policies/policy.ts';
import { defaultSwitches, type Switches } from '../../switches.ts';
import type { CoverageRecorder } from '../trace/coverage.ts';
import { childrenWithPaths, type ElementPath } from './element-path.ts';
import type { Report } from './expression-value.ts';
import type { PolicyIssue } from './policy-issue.ts';
import { type ElementReader, readElement } from './read-element.ts';

/** `<base/>` among a section's steps. */
export interface BaseStep {
  readonly base: true;
  readonly site: Site;
  readonly covered: { hits: number };
}

/** One section of a document; `undefined` items never occur. */
export interface LoadedSection {
  readonly section: Section;
  readonly scope: Scope;
  readonly site: Site;
  readonly steps: readonly (Step | BaseStep)[];
}

/** A loaded `<policies>` document. */
export interface LoadedPolicy {
  readonly file: string;
  readonly scope: Scope;
  /** Sections the document has; one it leaves out is a switch. */
  readonly sections: ReadonlyMap<Section, LoadedSection>;
}

export interface PolicyLoaderOptions {
  readonly compiler: ExpressionCompiler;
  readonly policies: ReadonlyMap<string, PolicyDefinition>;
  readonly fragments: ReadonlyMap<string, PolicySource>;
  readonly namedValues: ReadonlyMap<string, string>;
  readonly backendIds: ReadonlySet<string>;
  readonly coverage: CoverageRecorder;
  /** The defaults where left out. */
  readonly switches?: Switches;
}

/** What is told of the policies of one service: of warnings less, so that there is room for an error. */
const mostIssues = 2000;
const mostWarnings = 1500;
/** Inclusions by fragments: each may double what the one before it did. */
const mostNested = 1000;

const nowhere: ElementPath = { indexed: '', hierarchy: '' };
const sectionNames: ReadonlySet<string> = new Set(sections);

/** Loads the documents of one service, collecting issues over all of them. */
export class PolicyLoader {
  readonly issues: PolicyIssue[] = [];
  /** Documents whose markup is broken: what stands where in them nobody knows, so nothing more is said of them. */
  readonly #broken: { readonly file: string; readonly from: TextPosition; readonly to: TextPosition }[] = [];
  readonly #told = new Set<string>();
  /** Fragments that were included by fragments. */
  #nested = 0;
  /** Policies of the document in hand that may stand once. */
  readonly #seen = new Set<string>();
  readonly #options: PolicyLoaderOptions;

  constructor(options: PolicyLoaderOptions) {
    this.#options = options;
  }

  /** Loads a `<policies>` document. Issues go to `issues`. */
  load(source: PolicySource, scope: Scope): LoadedPolicy {
    const loaded = new Map<Section, LoadedSection>();
    this.#seen.clear();
    const document = this.#open(source);
    const { root } = document;
    if (root && root.name !== 'policies') {
      document.issue(
        'error',
        root.nameSpan.start,
        `The root element has to be 'policies', and is '${root.name}'.`,
        root.name,
      );
    }
    for (const element of root?.name === 'policies' ? childElements(root) : []) {
      const section = element.name as Section;
      if (!sectionNames.has(element.name)) {
        document.issue(
          'error',
          element.nameSpan.start,
          `'${element.name}' is no section of a policy document.`,
          'policies',
        );
        continue;
      }
      if (loaded.has(section)) {
        document.issue('error', element.nameSpan.start, `The section '${section}' stands more than once.`, 'policies');
        continue;
      }
      const site = document.site(element, nowhere);
      loaded.set(section, { section, scope, site, steps: this.#section(element, section, scope, document) });
    }
    return { file: source.file, scope, sections: loaded };
  }

  #section(element: PolicyElement, section: Section, scope: Scope, document: OpenDocument): (Step | BaseStep)[] {
    const steps: (Step | BaseStep)[] = [];
    let bases = 0;
    for (const [child, path] of childrenWithPaths(element)) {
      if (child.name === 'base') {
        if (++bases > 1)
          document.issue('error', child.nameSpan.start, "'base' may stand only once in a section.", 'base');
        const site = document.site(child, path);
        steps.push({ base: true, site, covered: this.#options.coverage.declare(site) });
        continue;
      }
      const step = this.#step(child, path, section, scope, document, []);
      if (step) steps.push(step);
    }
    for (const node of element.children) {
      if (node.kind === 'text' && node.value.text.trim() !== '') {
        document.issue('error', node.span.start, `'${section}' can't contain text.`, section);
      }
    }
    return steps;
  }

  #step(
    element: PolicyElement,
    path: ElementPath,
    section: Section,
    scope: Scope,
    document: OpenDocument,
    fragments: readonly string[],
    part = false,
  ): Step | undefined {
    const site = document.site(element, path);
    const definition = this.#options.policies.get(element.name);
    if (!definition) {
      const message =
        element.name === 'base'
          ? "'base' may stand only directly in a section."
          : `'${element.name}' is no policy that the gateway knows.`;
      document.issue('error', element.nameSpan.start, message, element.name);
      return undefined;
    }
    if (!part && !definition.sections.includes(section)) {
      document.issue(
        'warning',
        element.nameSpan.start,
        `The reference allows '${element.name}' in ${definition.sections.join(', ')}, not in ${section}.`,
        element.name,
      );
    }
    if (!part) this.#checkUsage(definition, element, section, scope, document);
    let storesResponse = element.name === 'cache-store';
    const holding = (inside: readonly Step[]): void => {
      storesResponse ||= inside.some((step) => step.storesResponse);
    };
    const reader: ElementReader = {
      compiler: this.#options.compiler,
      site: (part, partPath) => document.site(part, partPath),
      report:
        (policy): Report =>
        (severity, offset, message) =>
          document.issue(severity, offset, message, policy.element, nameOf(policy)),
      step: (inner, innerPath, isPart) => {
        const inside = this.#step(inner, innerPath, section, scope, document, fragments, isPart);
        holding(inside ? [inside] : []);
        return inside;
      },
    };
    const context: LoadContext = {
      section,
      scope,
      backendIds: this.#options.backendIds,
      switches: this.#options.switches ?? defaultSwitches,
      error: (at, message) => this.#add({ severity: 'error', ...place(at), message }),
      warn: (at, message) => this.#add({ severity: 'warning', ...place(at), message }),
      branches: (names) => this.#options.coverage.declareBranches(site, names),
      fragment: (id, at) => {
        const inside = this.#fragment(id, at, path, section, scope, fragments);
        holding(inside);
        return inside;
      },
    };
    const covered = this.#options.coverage.declare(site);
    const read = readElement(element, definition.schema, path, site, reader);
    const id = element.attributes.find((candidate) => candidate.name === 'id')?.value.text;
    const execute = definition.build(read, context);
    return {
      policy: element.name,
      site,
      id,
      emulation: definition.emulation,
      covered,
      ...(storesResponse ? { storesResponse } : {}),
      execute,
    };
  }

  /** Warns of a policy that stands more often, or in a document of another scope, than its reference page has it. */
  #checkUsage(
    { name, usage = {} }: PolicyDefinition,
    element: PolicyElement,
    section: Section,
    scope: Scope,
    document: OpenDocument,
  ): void {
    const warn = (message: string): void => document.issue('warning', element.nameSpan.start, message, name);
    if (usage.scopes && !usage.scopes.includes(scope)) {
      warn(`The reference has '${name}' in policies of ${usage.scopes.join(', ')}, not of ${scope}.`);
    }
    if (usage.once === undefined) return;
    const place = usage.once === 'section' ? section : 'document';
    const key = `${place} ${name}`;
    if (this.#seen.has(key)) warn(`The reference has '${name}' only once in a ${usage.once}.`);
    this.#seen.add(key);
  }

  /** The steps of a fragment, built for the place that includes it. */
  #fragment(
    id: string,
    at: Site,
    path: ElementPath,
    section: Section,
    scope: Scope,
    including: readonly string[],
  ): readonly Step[] {
    const error = (message: string): readonly Step[] => {
      this.#add({ severity: 'error', ...place(at), message });
      return [];
    };
    const source = this.#options.fragments.get(id);
    if (!source) return error(`Policy fragment '${id}' could not be found.`);
    if (including.includes(id)) return error(`Policy fragment '${id}' includes itself.`);
    if (including.length > 0) {
      this.#tell({
        severity: 'warning',
        ...place(at),
        message: 'The reference does not allow fragments in fragments.',
      });
      if (++this.#nested > mostNested) return error('Policy fragments include one another too often.');
    }
    const document = this.#open(source);
    const { root } = document;
    if (!root) return [];
    if (root.name !== 'fragment') {
      document.issue(
        'error',
        root.nameSpan.start,
        `The root element has to be 'fragment', and is '${root.name}'.`,
        root.name,
      );
      return [];
    }
    const steps: Step[] = [];
    for (const [child, childPath] of childrenWithPaths(root, path)) {
      const step = this.#step(child, childPath, section, scope, document, [...including, id]);
      if (step) steps.push(step);
    }
    return steps;
  }

  #open(source: PolicySource): OpenDocument {
    const document = readPolicy(source, { namedValues: this.#options.namedValues });
    for (const problem of document.problems) {
      this.#tell({
        severity: 'error',
        file: problem.file,
        line: problem.line,
        column: problem.column,
        element: problem.element?.name,
        elementPlace: problem.element,
        message: problem.message,
      });
    }
    if (document.problems.some(({ kind }) => kind === 'markup')) {
      // a template may hold several documents
      const to = document.position(source.text.length);
      this.#broken.push({ file: source.file, from: document.position(0), to });
    }
    return {
      root: document.root,
      site: (element, path) => ({
        element: element.name,
        file: source.file,
        ...document.position(element.tagSpan.start),
        path: path.indexed,
        hierarchy: path.hierarchy,
      }),
      issue: (severity, offset, message, element, elementPlace) =>
        this.#add({ severity, file: source.file, ...document.position(offset), element, elementPlace, message }),
    };
  }

  #add(issue: PolicyIssue): void {
    const inside = this.#broken.some(
      ({ file, from, to }) => file === issue.file && !isBefore(issue, from) && !isBefore(to, issue),
    );
    if (!inside) this.#tell(issue);
  }

  /** A fragment is read once per inclusion; its issues are told once. */
  #tell(issue: PolicyIssue): void {
    const { file, line, column, message, severity } = issue;
    const key = JSON.stringify([file, line, column, message]);
    if (this.#told.has(key) || this.#told.size >= (severity === 'error' ? mostIssues : mostWarnings)) return;
    this.#told.add(key);
    this.issues.push(issue);
  }
}

interface OpenDocument {
  readonly root: PolicyElement | undefined;
  site(element: PolicyElement, path: ElementPath): Site;
  issue(
    severity: 'error' | 'warning',
    offset: number,
    message: string,
    element: string | undefined,
    elementPlace?: TextPosition,
  ): void;
}

/** Where the name of an element stands: after its `<`. */
const nameOf = ({ line, column }: Site): TextPosition => ({ line, column: column + 1 });

const isBefore = (one: TextPosition, other: TextPosition): boolean =>
  one.line < other.line || (one.line === other.line && one.column < other.column);

const place = ({ file, line, column, element }: Site) => ({ file, line, column, element });
