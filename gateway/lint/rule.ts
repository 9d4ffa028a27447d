import type { PolicyDocument } from '../document/read-policy.ts';
import type { PolicyElement } from '../document/tree.ts';
import type { Usage } from '../load/usage.ts';
import type { ServiceModel } from '../model.ts';
import type { PolicyDefinitions } from './schema-walk.ts';

/** `error`: Azure refuses it, or it is a hole. `warning`: probably not meant. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** What a rule is, as data: listed in documentation and reports without running anything. */
export interface RuleMetadata {
  /** Stable, kebab-case. */
  readonly id: string;
  /** What holds when the rule is satisfied, as one sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters and what to do. */
  readonly help: string;
  /** Where the behaviour is documented. */
  readonly see?: string;
}

/** One place that breaks a rule. */
export interface Found {
  /** Offset in the file. */
  readonly offset: number;
  /** The element it is in; named in the message as Azure does. */
  readonly element?: PolicyElement;
  /** What is wrong here; never holds a secret. */
  readonly message: string;
}

/** What a rule may look at besides the document itself. */
export interface RuleContext {
  /** The service the document belongs to; undefined for plain files. */
  readonly service: ServiceModel | undefined;
  /** The policies that there are; undefined when only the text is to be judged. */
  readonly policies: PolicyDefinitions | undefined;
  /** Where the service uses the document; empty for plain files and for fragments. */
  readonly usages: readonly Usage[];
}

/** A rule over one document. Documents that are not well-formed are given to it as far as they could be read. */
export interface Rule extends RuleMetadata {
  check(root: PolicyElement, document: PolicyDocument, context: RuleContext): Iterable<Found>;
}
