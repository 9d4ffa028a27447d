import { partsOfPolicies } from './parts-of-policies.ts';

/** A stretch of a file: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A C# expression as a policy holds it. */
export interface PolicyExpression {
  /** `@(…)` or `@{…}`: entities decoded, named values replaced, line ends normalised to LF. What is compiled. */
  readonly text: string;
  readonly span: Span;
  /** False when its end could not be found, which is already a problem of the document; compiling it adds nothing. */
  readonly complete: boolean;
  /** Where in the file the character at `offset` of `text` stands. */
  sourceOffset(offset: number): number;
  /**
   * Whether characters between `start` and `end` of `text` came from a named value, whose content may be secret: a
   * message that quotes them must not be shown.
   */
  holdsNamedValue(start: number, end: number): boolean;
}

/** The value of an attribute, or a run of character data. */
export interface PolicyValue {
  /** Entities decoded, named values replaced, line ends normalised to LF. */
  readonly text: string;
  /** Between the quotes, or the whole run. */
  readonly span: Span;
  /** Whether part of the text came from a named value, so that a message must not repeat it. */
  readonly fromNamedValue?: boolean;
  /** Present when the whole value is an expression; Azure allows no mixture of literal text and expressions. */
  readonly expression?: PolicyExpression;
}

/** An attribute, with the places of its name and value. */
export interface PolicyAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: PolicyValue;
  readonly span: Span;
}

/** Text between tags, or an expression that is the whole content. */
export interface PolicyText {
  readonly kind: 'text';
  readonly value: PolicyValue;
  readonly span: Span;
  /** Content of a `set-body` that holds markup (SOAP, a Liquid template over XML): `value.text` is that markup, verbatim. */
  readonly markup: boolean;
}

/** A comment. */
export interface PolicyComment {
  readonly kind: 'comment';
  readonly text: string;
  readonly span: Span;
}

/** An element, with the places of its tags. */
export interface PolicyElement {
  readonly kind: 'element';
  readonly name: string;
  readonly nameSpan: Span;
  readonly attributes: readonly PolicyAttribute[];
  /** In document order. Character data of white space only is left out, as .NET's reader does. */
  readonly children: readonly PolicyNode[];
  /** From `<` of the start tag to after `>` of the end tag. */
  readonly span: Span;
  /** The start tag alone. */
  readonly tagSpan: Span;
}

/** What a policy document consists of. */
export type PolicyNode = PolicyElement | PolicyText | PolicyComment;

/** The attribute called `name`, compared exactly; undefined when the element has none. */
export function attribute(element: PolicyElement, name: string): PolicyAttribute | undefined {
  return element.attributes.find((candidate) => candidate.name === name);
}

/** The child elements, or those called `name`, in document order. */
export function childElements(element: PolicyElement, name?: string): PolicyElement[] {
  return element.children.filter(
    (node): node is PolicyElement => node.kind === 'element' && (name === undefined || node.name === name),
  );
}

/**
 * The element's character data as one value: text runs and CDATA sections joined, comments left out. An element without
 * any has the value `''` at the end of its start tag.
 */
export function textValue(element: PolicyElement): PolicyValue {
  const texts = element.children.filter((node): node is PolicyText => node.kind === 'text');
  const [first] = texts;
  if (!first) return { text: '', span: { start: element.tagSpan.end, end: element.tagSpan.end } };
  if (texts.length === 1) return first.value;
  const last = texts.at(-1) ?? first;
  return {
    text: texts.map((node) => node.value.text).join(''),
    ...(texts.some((node) => node.value.fromNamedValue) && { fromNamedValue: true }),
    span: { start: first.span.start, end: last.span.end },
  };
}

/** An expression and where it belongs. */
export interface PlacedExpression {
  readonly expression: PolicyExpression;
  /** The element whose attribute or text it is. */
  readonly element: PolicyElement;
  /** The policy that element is part of: `choose` for an expression of `when`. Azure reports errors under its name. */
  readonly policy: PolicyElement;
  /** Left out for text. */
  readonly attribute?: PolicyAttribute;
}

/** Every expression in and below `element`, in document order, attributes before text. */
export function* expressionsOf(element: PolicyElement): Generator<PlacedExpression> {
  // A stack, for a generator in a generator costs as much per expression as there are elements around it.
  const pending: { readonly node: PolicyNode; readonly parent: PolicyElement; readonly policy: PolicyElement }[] = [
    { node: element, parent: element, policy: element },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, parent, policy: around } = next;
    if (node.kind === 'text') {
      const { expression } = node.value;
      if (expression) yield { expression, element: parent, policy: around };
    } else if (node.kind === 'element') {
      const policy = partsOfPolicies.has(node.name) ? around : node;
      for (const attribute of node.attributes) {
        const { expression } = attribute.value;
        if (expression) yield { expression, element: node, policy, attribute };
      }
      for (const child of node.children.toReversed()) pending.push({ node: child, parent: node, policy });
    }
  }
}
