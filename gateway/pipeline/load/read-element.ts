/** Reads an element by its schema: attributes, children, text and the policies inside. */
import { childElements, expressionsOf, type PolicyElement, textValue } from '../../document/tree.ts';
import type { ExpressionCompiler } from '../../expressions/index.ts';
import type { Site, Step } from '../../policies/policy.ts';
import {
  type AttributeSchema,
  anything,
  type ChildSchema,
  type ElementSchema,
  type Read,
  type Value,
} from '../../policies/schema.ts';
import { childrenWithPaths, type ElementPath } from './element-path.ts';
import { expressionValue, literalValue, policyValue, type Report, unusable } from './expression-value.ts';

/** What reading needs from the document's loader. */
export interface ElementReader {
  readonly compiler: ExpressionCompiler;
  /** Where an element stands. @param path its own path */
  site(element: PolicyElement, path: ElementPath): Site;
  /** Reports into the file, under the policy in which it happened. */
  report(policy: Site): Report;
  /**
   * Builds a nested policy; undefined after reporting it.
   * @param part whether the element that holds it names it as a part, wherever that element stands
   */
  step(element: PolicyElement, path: ElementPath, part: boolean): Step | undefined;
}

/** Attributes every policy may have. */
const common: ReadonlySet<string> = new Set(['id']);

/**
 * Reads `element`. Problems are reported; what comes back is always complete, and is never run when there are errors.
 * @param policy the policy whose element this is, or which it is part of
 */
export function readElement(
  element: PolicyElement,
  schema: ElementSchema,
  path: ElementPath,
  policy: Site,
  reader: ElementReader,
): Read<ElementSchema> {
  const report = reader.report(policy);
  if (schema.anyContent) {
    for (const { expression } of expressionsOf(element)) {
      expressionValue(anything, expression, `'${element.name}'`, reader.compiler, report);
    }
    return { site: reader.site(element, path), attributes: {}, children: {}, steps: [], text: undefined };
  }
  const attributes: Record<string, Value<unknown> | undefined> = {};
  const declared = schema.attributes ?? {};
  for (const [name, spec] of Object.entries(declared)) {
    attributes[name] = readAttribute(element, name, spec, reader.compiler, report);
  }
  for (const { name, nameSpan } of element.attributes) {
    if (Object.hasOwn(declared, name) || common.has(name) || name.startsWith('xmlns')) continue;
    report('warning', nameSpan.start, `'${name}' is no attribute of '${element.name}' that the reference knows.`);
  }
  return {
    site: reader.site(element, path),
    attributes,
    ...readChildren(element, schema, path, policy, reader, report),
    text: readText(element, schema, reader, report),
  } as unknown as Read<ElementSchema>;
}

function readAttribute(
  element: PolicyElement,
  name: string,
  spec: AttributeSchema<unknown>,
  compiler: ExpressionCompiler,
  report: Report,
): Value<unknown> | undefined {
  const found = element.attributes.find((candidate) => candidate.name === name);
  const what = `'${name}'`;
  if (found) return policyValue(spec.kind, found.value, what, spec.expressions, compiler, report);
  if (spec.required) {
    report('error', element.nameSpan.start, `'${name}' attribute is required and wasn't found.`);
    return unusable(what);
  }
  if (spec.fallback === undefined) return undefined;
  return { ...literalValue(spec.kind, spec.fallback, what, element.nameSpan.start, report), isDefault: true };
}

function readText(
  element: PolicyElement,
  schema: ElementSchema,
  reader: ElementReader,
  report: Report,
): Value<unknown> | undefined {
  const value = textValue(element);
  if (schema.text) {
    return policyValue(schema.text.kind, value, `'${element.name}'`, schema.text.expressions, reader.compiler, report);
  }
  if (value.text.trim() !== '') report('error', value.span.start, `'${element.name}' can't contain text.`);
  return undefined;
}

/**
 * Warns of the first child that stands after one that follows it in the policy statement. Azure refuses to save some of
 * these (validate-jwt was reported), and which of them is not documented.
 */
function reportOrder(element: PolicyElement, schema: ElementSchema, report: Report): void {
  if (schema.anyOrder || schema.anyContent) return;
  const order = [...Object.keys(schema.children ?? {}), ...(Array.isArray(schema.policies) ? schema.policies : [])];
  let latest = 0;
  for (const { name, nameSpan } of childElements(element)) {
    const place = order.indexOf(name);
    if (place >= 0 && place < latest) {
      const message = `The reference has '${name}' before '${order[latest]}' in '${element.name}', and Azure may refuse another order.`;
      report('warning', nameSpan.start, message);
      return;
    }
    latest = Math.max(latest, place);
  }
}

function readChildren(
  element: PolicyElement,
  schema: ElementSchema,
  path: ElementPath,
  policy: Site,
  reader: ElementReader,
  report: Report,
): { children: Record<string, unknown[]>; steps: Step[] } {
  const declared: Readonly<Record<string, ChildSchema>> = schema.children ?? {};
  const children: Record<string, unknown[]> = {};
  for (const name of Object.keys(declared)) children[name] = [];
  const steps: Step[] = [];
  reportOrder(element, schema, report);
  for (const [child, childPath] of childrenWithPaths(element, path)) {
    const spec = Object.hasOwn(declared, child.name) ? declared[child.name] : undefined;
    if (spec) {
      children[child.name]?.push(readElement(child, spec, childPath, policy, reader));
    } else if (schema.policies === 'any' || schema.policies?.includes(child.name)) {
      const step = reader.step(child, childPath, schema.policies !== 'any');
      if (step) steps.push(step);
    } else {
      const expected = [...Object.keys(declared), ...(Array.isArray(schema.policies) ? schema.policies : [])];
      const hint = expected.length > 0 ? ` Expected: ${expected.join(', ')}.` : '';
      report('error', child.nameSpan.start, `'${child.name}' isn't allowed in '${element.name}'.${hint}`);
    }
  }
  for (const [name, spec] of Object.entries(declared)) {
    const { length } = children[name] ?? [];
    const occurs = spec.occurs ?? '*';
    if (length === 0 && (occurs === '1' || occurs === '+')) {
      report('error', element.nameSpan.start, `'${name}' element is required in '${element.name}' and wasn't found.`);
    }
    if (length > 1 && (occurs === '1' || occurs === '?')) {
      report('error', element.nameSpan.start, `'${name}' may stand only once in '${element.name}'.`);
    }
  }
  return { children, steps };
}
