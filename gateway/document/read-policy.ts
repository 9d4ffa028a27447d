import type { PolicySource } from '../model.ts';
import { invalidCharacter } from './invalid-character.ts';
import { type DocumentLimits, documentLimits } from './limits.ts';
import { type NamedValueUse, substituteNamedValues } from './named-values.ts';
import { OffsetMap } from './offset-map.ts';
import { type ParsedTree, parseTree } from './parse-tree.ts';
import type { PolicyProblem, ProblemKind } from './problem.ts';
import { LineIndex, type TextPosition } from './text-position.ts';
import type { PolicyElement, Span } from './tree.ts';

/** A policy document as read: its tree, what is wrong with it, and a way from offsets to lines. */
export interface PolicyDocument {
  readonly source: PolicySource;
  /** `<policies>` or `<fragment>`; present, as far as it could be read, even when there are problems. */
  readonly root: PolicyElement | undefined;
  /** In document order. */
  readonly problems: readonly PolicyProblem[];
  /** Of the whole file, also around the root element. */
  readonly comments: readonly Span[];
  /** Every `{{name}}` outside comments; inside Liquid bodies only those of known names. */
  readonly namedValues: readonly NamedValueUse[];
  /** Line and column in the file of an offset of the tree. */
  position(offset: number): TextPosition;
}

export interface ReadOptions {
  /**
   * Named values by name, replaced textually before anything is parsed. An unknown name is a problem then.
   * Without this option references stay in the text, and are no problem.
   */
  readonly namedValues?: ReadonlyMap<string, string>;
  readonly limits?: DocumentLimits;
}

/**
 * Reads a policy document the way API Management takes it, which is not XML: expressions may hold raw quotes, `<` and
 * `&&`, and entities are decoded inside them all the same. Reads on after a problem, so that a document shows several.
 * Never throws, whatever the text; time is linear in its length.
 */
export function readPolicy(source: PolicySource, options: ReadOptions = {}): PolicyDocument {
  const limits = options.limits ?? documentLimits;
  const lines = source.position ? { position: source.position } : new LineIndex(source.text);
  const problems: PolicyProblem[] = [];

  const report = (
    offset: number,
    message: string,
    kind: ProblemKind,
    element?: { name: string; offset: number },
  ): void => {
    if (problems.length > limits.problems) return;
    const last = problems.length === limits.problems;
    problems.push({
      kind: last ? 'limit' : kind,
      file: source.file,
      offset,
      ...lines.position(offset),
      element: element && !last ? { name: element.name, ...lines.position(element.offset) } : undefined,
      message: last
        ? 'Too many problems; the rest is not listed.'
        : message + (kind === 'format' ? formatHint(source) : ''),
    });
  };
  const document = (tree: ParsedTree | undefined, namedValues: readonly NamedValueUse[]): PolicyDocument => ({
    source,
    root: tree?.root,
    problems: problems.sort((a, b) => a.offset - b.offset),
    comments: tree?.comments ?? [],
    namedValues,
    position: (offset) => lines.position(offset),
  });

  if (source.text.length > limits.characters) {
    report(0, `The document has ${source.text.length} characters; at most ${limits.characters} are read.`, 'limit');
    return document(undefined, []);
  }

  const invalid = invalidCharacter(source.text);
  if (invalid !== undefined) {
    const hex = source.text.charCodeAt(invalid).toString(16).toUpperCase().padStart(2, '0');
    report(invalid, `'.', hexadecimal value 0x${hex}, is an invalid character.`, 'markup');
  }
  const { text, map, uses, truncated } = substituteNamedValues(
    source.text,
    options.namedValues ?? new Map(),
    limits.characters,
  );
  const tree = parseTree(text, map, source.format, limits, report);
  if (uses.length === 0) return document(tree, uses);

  // Which references stand in comments and Liquid bodies is decided on the file's own text, where they still are.
  const written =
    text === source.text ? tree : parseTree(source.text, new OffsetMap(), source.format, limits, () => {});
  const relevant = uses.filter(
    (use) => !within(written.comments, use.span) && (use.known || !within(written.liquidBodies, use.span)),
  );
  if (options.namedValues) {
    if (truncated)
      report(0, `With its named values the document has more than ${limits.characters} characters.`, 'limit');
    for (const use of relevant.filter(({ known }) => !known).slice(0, limits.problems + 1)) {
      report(use.span.start, `Cannot find a property '${use.name}'`, 'named-value', written.policyAt(use.span.start));
    }
  }
  return document(tree, relevant);
}

/** Whether `span` lies in one of `spans`, which are in order and do not overlap. */
function within(spans: readonly Span[], span: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) < span.end) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? span.end) <= span.start;
}

/** Where to change the format that a policy is deployed in. */
function formatHint({ formatFrom }: PolicySource): string {
  if (!formatFrom) return '';
  const { file, line, named } = formatFrom;
  return named
    ? ` ${file}:${line} names the format.`
    : ` ${file}:${line} deploys it and names no format, which is 'xml'.`;
}
