/** The tree of a parsed regular expression. */
import type { CharTest } from './char-set.ts';

export type Anchor = 'bol' | 'eol' | 'beginning' | 'start' | 'endZ' | 'end' | 'boundary' | 'notBoundary';

/** A node. Case-insensitivity and direction are fixed in the node, since inline options may change them anywhere. */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'char'; readonly unit: number; readonly ignoreCase: boolean; readonly rtl: boolean }
  | { readonly kind: 'set'; readonly test: CharTest; readonly rtl: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly ecma: boolean }
  | { readonly kind: 'concat'; readonly parts: RegexNode[]; readonly rtl: boolean }
  | { readonly kind: 'alternate'; readonly branches: RegexNode[] }
  | {
      readonly kind: 'loop';
      readonly body: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | {
      readonly kind: 'capture';
      readonly group: GroupRef | null;
      readonly balance: GroupRef | null;
      readonly body: RegexNode;
      readonly rtl: boolean;
    }
  | { readonly kind: 'look'; readonly negative: boolean; readonly body: RegexNode }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | {
      readonly kind: 'backreference';
      readonly group: GroupRef;
      readonly ignoreCase: boolean;
      readonly rtl: boolean;
      readonly ecma: boolean;
    }
  | { readonly kind: 'ifGroup'; readonly group: GroupRef; readonly yes: RegexNode; readonly no: RegexNode }
  | { readonly kind: 'ifMatch'; readonly test: RegexNode; readonly yes: RegexNode; readonly no: RegexNode };

/** A group by the number that is known when all groups have been counted. */
export interface GroupRef {
  number: number;
  readonly name: string | null;
}

/** A parsed pattern. */
export interface ParsedRegex {
  readonly root: RegexNode;
  /** Group numbers in ascending order, 0 included. */
  readonly numbers: readonly number[];
  /** Names by number; a group without name is named by its number. */
  readonly names: ReadonlyMap<number, string>;
}

/** System.Text.RegularExpressions.RegexOptions. */
export const RegexOptions = {
  None: 0,
  IgnoreCase: 1,
  Multiline: 2,
  ExplicitCapture: 4,
  Compiled: 8,
  Singleline: 16,
  IgnorePatternWhitespace: 32,
  RightToLeft: 64,
  ECMAScript: 256,
  CultureInvariant: 512,
  NonBacktracking: 1024,
} as const;
