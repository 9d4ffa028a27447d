import type { Origin, Value } from '../../../bicep/value.ts';

/** What an expression can see besides its own locals. */
export interface Surroundings {
  /** The file's text, for what an Unknown is called. */
  readonly text: string;
  /** `var`, `local`, `module`, `data`, `path`, or a resource type. */
  root(name: string): Value | undefined;
  /** Content of a file; relative to where Terraform runs. */
  load(path: string): { readonly text: string; readonly file: string } | undefined;
  origin(offset: number): Origin;
  /** Paths of the files below a folder that a pattern such as `**\/*.xml` matches, relative to it. */
  list?(folder: string, pattern: string): string[] | undefined;
  /** Set inside a template: no template is worked out in one. */
  readonly inTemplate?: true;
  /** Counts a step; throws when there have been too many. */
  step(): void;
}
