import { elementsOf, ownText, readXml, type XmlElement, XmlError } from '../xml/read-xml.ts';

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const isNil = (element: XmlElement): boolean =>
  element.attributes.some(({ name, value }) => local(name) === 'nil' && name.includes(':') && value === 'true');

/** Children by local name, repeated ones as a list; an element without children is its text. */
function valueOfElement(element: XmlElement, nil: 'blank' | 'null'): unknown {
  if (isNil(element)) return nil === 'null' ? null : '';
  const elements = elementsOf(element);
  if (elements.length === 0) return ownText(element);
  const members: Record<string, unknown> = {};
  for (const child of elements) {
    const name = local(child.name);
    const value = valueOfElement(child, nil);
    const known = members[name];
    if (!Object.hasOwn(members, name)) members[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else members[name] = [known, value];
  }
  return members;
}

/** An XML body as a template sees it: `body.root.child`. @returns undefined when it is not well-formed */
export function bodyFromXml(content: string, nil: 'blank' | 'null'): unknown {
  try {
    const { root } = readXml(content);
    return { [local(root.name)]: valueOfElement(root, nil) };
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}
