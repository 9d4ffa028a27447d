/** XML -> JSON, as the gateway's conversion writes it. */
import { elementsOf, ownText, type XmlDocument, type XmlElement } from './read-xml.ts';

export interface XmlToJsonOptions {
  /** `direct` marks attributes with `@`; `javascript-friendly` names them as they are. */
  readonly kind: 'javascript-friendly' | 'direct';
  /** Every child element in a list, single ones too. */
  readonly alwaysArray: boolean;
}

/** Prefixes are kept, their colon written as `$` (observed output of the policy). */
const memberName = (name: string): string => name.replace(':', '$');

function valueOfElement(element: XmlElement, options: XmlToJsonOptions): unknown {
  // without a prototype, so that an element may be called anything
  const members: Record<string, unknown> = Object.create(null);
  const mark = options.kind === 'direct' ? '@' : '';
  for (const { name, value } of element.attributes) {
    const namespace = name === 'xmlns' || name.startsWith('xmlns:');
    if (namespace && options.kind === 'javascript-friendly') continue;
    members[mark + memberName(name)] = value;
  }
  const elements = elementsOf(element);
  for (const child of elements) {
    const name = memberName(child.name);
    const value = valueOfElement(child, options);
    const known = Object.hasOwn(members, name) ? members[name] : undefined;
    if (Array.isArray(known)) known.push(value);
    else if (Object.hasOwn(members, name)) members[name] = [known, value];
    else members[name] = options.alwaysArray ? [value] : value;
  }
  const text = ownText(element);
  if (Object.keys(members).length === 0) return text === '' && element.children.length === 0 ? null : text;
  if (text.trim() !== '') members['#text'] = text.trim();
  return members;
}

/** The document as a JSON value. */
export function xmlToJson(document: XmlDocument, options: XmlToJsonOptions): Record<string, unknown> {
  const converted: Record<string, unknown> = Object.create(null);
  if (options.kind === 'direct') Object.assign(converted, document.declaration);
  converted[memberName(document.root.name)] = valueOfElement(document.root, options);
  return converted;
}
