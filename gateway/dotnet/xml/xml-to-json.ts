/** XML as JSON and back, as Newtonsoft.Json's XmlNodeConverter does it. */
import { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { formatMessage } from '../json/json-position.ts';
import { JArray } from '../json/tree/array.ts';
import { JObject } from '../json/tree/object.ts';
import { JProperty } from '../json/tree/property.ts';
import type { JToken } from '../json/tree/token.ts';
import type { TokenTypeName } from '../json/tree/token-type.ts';
import { JValue } from '../json/tree/value.ts';
import { invalidOperation } from '../primitives/argument-errors.ts';
import { XMLNS_NAMESPACE, XName } from './names.ts';
import type { XAttribute } from './tree/attribute.ts';
import { XCData } from './tree/cdata.ts';
import { XComment } from './tree/comment.ts';
import type { XContainer } from './tree/container.ts';
import { XDeclaration } from './tree/declaration.ts';
import { XDocument } from './tree/document.ts';
import { XDocumentType } from './tree/document-type.ts';
import { XElement } from './tree/element.ts';
import type { XNode } from './tree/node.ts';
import { XProcessingInstruction } from './tree/processing-instruction.ts';
import { XText } from './tree/text.ts';
import { contentText } from './xml-convert.ts';

const ARRAY_NAMESPACE = 'http://james.newtonking.com/projects/json';

/** The qualified name that the tree's own declarations give a node. */
function qualified(name: XName, element: XElement | null): string {
  if (name.uri === '') return name.local;
  for (let each = element; each; each = each.parent instanceof XElement ? each.parent : null) {
    for (const attribute of each.attributes) {
      if (!attribute.isNamespaceDeclaration || attribute.value !== name.uri) continue;
      return attribute.name.uri === '' ? name.local : `${attribute.name.local}:${name.local}`;
    }
  }
  return name.local;
}

function attributeName(attribute: XAttribute, element: XElement): string {
  if (attribute.isNamespaceDeclaration) return attribute.name.uri === '' ? '@xmlns' : `@xmlns:${attribute.name.local}`;
  return `@${qualified(attribute.name, element)}`;
}

/** The name of a node as the declarations of `scope` and around it give it. */
function nodeName(node: XNode, scope: XElement | null): string {
  if (node instanceof XElement) return qualified(node.name, scope);
  if (node instanceof XCData) return '#cdata-section';
  if (node instanceof XText) return '#text';
  if (node instanceof XComment) return '#comment';
  if (node instanceof XProcessingInstruction) return `?${node.target}`;
  return '!DOCTYPE';
}

function hasArrayMark(node: XNode): boolean {
  return (
    node instanceof XElement &&
    node.attributes.some(
      (each) => each.name.uri === ARRAY_NAMESPACE && each.name.local === 'Array' && each.value.toLowerCase() === 'true',
    )
  );
}

function nodeValue(node: XNode): JToken {
  if (node instanceof XElement) return elementValue(node);
  if (node instanceof XProcessingInstruction) return new JValue(node.data, 'String');
  if (node instanceof XText) return new JValue(node.value, 'String');
  if (node instanceof XDocumentType) {
    const type = new JObject();
    type.set('@name', JValue.of(node.name));
    if (node.publicId) type.set('@public', JValue.of(node.publicId));
    if (node.systemId) type.set('@system', JValue.of(node.systemId));
    if (node.internalSubset) type.set('@internalSubset', JValue.of(node.internalSubset));
    return type;
  }
  return JValue.null();
}

function elementValue(element: XElement): JToken {
  const attributes = element.attributes.filter((each) => each.name.uri !== ARRAY_NAMESPACE);
  if (attributes.length === 0 && element.nodes.length === 0)
    return element.isEmpty ? JValue.null() : new JValue('', 'String');
  const [only] = element.nodes;
  if (attributes.length === 0 && element.nodes.length === 1 && only instanceof XText && !(only instanceof XCData))
    return new JValue(only.value, 'String');
  const object = new JObject();
  for (const attribute of attributes)
    object.set(attributeName(attribute, element), new JValue(attribute.value, 'String'));
  group(element, object);
  return object;
}

/** A comment among the properties of an object, which only the writer knows. */
class JComment extends JProperty {
  readonly text: string;
  constructor(text: string, index: number) {
    super(`#comment${index}`);
    this.text = text;
  }
  override get type(): TokenTypeName {
    return 'Comment';
  }
  override write(out: string[]): void {
    out.push(`/*${this.text}*/`);
  }
}

/** Children by name; several of one name become an array. */
function group(container: XContainer, object: JObject): void {
  const groups = new Map<string, XNode[]>();
  for (const node of container.nodes) {
    // What the node itself declares is not yet known here, so namespaces that only it names make no difference.
    const name = nodeName(node, container instanceof XElement ? container : null);
    const known = groups.get(name);
    if (known) known.push(node);
    else groups.set(name, [node]);
  }
  for (const [name, nodes] of groups) {
    const [first] = nodes;
    if (first instanceof XComment && nodes.length === 1)
      object.insertAt(object.children.length, new JComment(first.value, object.children.length));
    else if (nodes.length === 1 && first && !hasArrayMark(first))
      object.set(first instanceof XElement ? qualified(first.name, first) : name, nodeValue(first));
    else {
      const list = new JArray();
      for (const node of nodes) if (!(node instanceof XComment)) list.add(nodeValue(node));
      object.set(name, list);
    }
  }
}

/** `JsonConvert.SerializeXNode`. @param omitRoot leaves out the outermost name */
export function toJsonToken(node: XDocument | XElement, omitRoot: boolean): JToken {
  const object = new JObject();
  if (node instanceof XElement) return omitRoot ? elementValue(node) : withName(node);
  if (node.declaration) {
    const { version, encoding, standalone } = node.declaration;
    const declaration = new JObject();
    if (version) declaration.set('@version', JValue.of(version));
    if (encoding) declaration.set('@encoding', JValue.of(encoding));
    if (standalone) declaration.set('@standalone', JValue.of(standalone));
    object.set('?xml', declaration);
  }
  if (omitRoot && node.root) return elementValue(node.root);
  group(node, object);
  return object;
}

function withName(element: XElement): JObject {
  const object = new JObject();
  object.set(qualified(element.name, element), elementValue(element));
  return object;
}

/** `JsonConvert.DeserializeXNode`. @param rootName element around everything, or null */
export function fromJsonToken(token: JToken, rootName: string | null, runtime: Runtime): XDocument {
  const document = new XDocument();
  if (!(token instanceof JObject))
    throwNet(
      'Newtonsoft.Json.JsonSerializationException',
      'XmlNodeConverter can only convert JSON that begins with an object.',
    );
  if (rootName !== null) {
    const root = new XElement(new XName(rootName));
    fillElement(root, token, runtime);
    document.insert(root, 0);
    return document;
  }
  for (const property of token.properties) {
    if (property.name === '?xml') {
      const part = (name: string): string | null => scalar((property.value as JObject).get(name), runtime);
      document.declaration = new XDeclaration(part('@version'), part('@encoding'), part('@standalone'));
    } else addNamed(document, property, runtime);
  }
  return document;
}

function scalar(token: JToken | null, runtime: Runtime): string | null {
  if (!(token instanceof JValue) || token.value === null) return null;
  return token.value instanceof NetDecimal ? token.value.toString() : contentText(token.value, runtime);
}

/** The expanded name for a qualified one, by the declarations of the element and those above it. */
function expand(name: string, element: XContainer | null): XName {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  for (let each = element; each; each = each.parent) {
    if (!(each instanceof XElement)) continue;
    for (const attribute of each.attributes) {
      if (!attribute.isNamespaceDeclaration) continue;
      if ((attribute.name.uri === '' ? '' : attribute.name.local) === prefix)
        return new XName(name.slice(colon + 1), attribute.value);
    }
  }
  return new XName(name.slice(colon + 1));
}

function addNamed(parent: XContainer, property: JProperty, runtime: Runtime): void {
  const { name, value } = property;
  if (parent instanceof XDocument && parent.root) {
    throwNet(
      'Newtonsoft.Json.JsonSerializationException',
      formatMessage(
        'JSON root object has multiple properties. The root object must have a single property in order to create a valid XML document. Consider specifying a DeserializeRootElementName.',
        property.path,
        property.line,
      ),
    );
  }
  const tokens = value instanceof JArray ? value.children : [value];
  for (const token of tokens) {
    runtime.charge(1);
    const element = new XElement(new XName('x'));
    element.parent = parent;
    if (token instanceof JObject) declareNamespaces(element, token, runtime);
    element.name = expand(name, element);
    element.parent = null;
    parent.insert(element, parent.nodes.length);
    if (token instanceof JObject) fillElement(element, token, runtime);
    else if (token instanceof JArray) invalidOperation('Nested arrays have no name in XML.');
    else {
      const text = scalar(token, runtime);
      if (text !== null) element.add(text, runtime);
    }
  }
}

function declareNamespaces(element: XElement, object: JObject, runtime: Runtime): void {
  for (const { name, value } of object.properties) {
    if (name === '@xmlns') element.setAttribute(new XName('xmlns'), scalar(value, runtime) ?? '');
    else if (name.startsWith('@xmlns:'))
      element.setAttribute(new XName(name.slice(7), XMLNS_NAMESPACE), scalar(value, runtime) ?? '');
  }
}

function fillElement(element: XElement, object: JObject, runtime: Runtime): void {
  for (const property of object.properties) {
    const { name, value } = property;
    if (name === '@xmlns' || name.startsWith('@xmlns:')) continue;
    if (name.startsWith('@'))
      element.setAttribute(expandAttribute(name.slice(1), element), scalar(value, runtime) ?? '');
    else if (name === '#text') element.add(scalar(value, runtime), runtime);
    else if (name === '#cdata-section') element.add(new XCData(scalar(value, runtime) ?? ''), runtime);
    else if (name.startsWith('?'))
      element.add(new XProcessingInstruction(name.slice(1), scalar(value, runtime) ?? ''), runtime);
    else addNamed(element, property, runtime);
  }
}

function expandAttribute(name: string, element: XElement): XName {
  return name.includes(':') ? expand(name, element) : new XName(name);
}
