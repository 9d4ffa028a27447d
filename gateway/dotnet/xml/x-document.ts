import { type CallInfo, defineType } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import type { XDeclaration } from './tree/declaration.ts';
import { XDocument } from './tree/document.ts';
import { XDocumentType } from './tree/document-type.ts';
import { XNode } from './tree/node.ts';
import { nodeText } from './x-node.ts';
import { parseXml } from './xml-parser.ts';
import { toJsonToken } from './xml-to-json.ts';

function create(declaration: XDeclaration | null, content: NetArray | null, call: CallInfo): XDocument {
  const document = new XDocument();
  document.declaration = declaration;
  document.add(content, call.runtime);
  return document;
}

Object.assign(XDocument.prototype, {
  toJsonToken(this: XDocument) {
    return toJsonToken(this, false);
  },
});
Object.assign(XNode.prototype, {
  toText(this: XNode, runtime: CallInfo['runtime']): string {
    return nodeText(this, null, { typeArgs: [], receiver: this.netType, runtime });
  },
});

defineType({
  name: 'System.Xml.Linq.XDocument',
  kind: 'class',
  base: 'XContainer',
  members: {
    'XDocument()': () => new XDocument(),
    'XDocument(params object[] content)': (content: NetArray | null, call: CallInfo) => create(null, content, call),
    'XDocument(XDeclaration declaration, params object[] content)': create,
    'XDocument(XDocument other)': (other: XDocument | null) => required(other, 'other').clone(),
    'static XDocument Parse(string text)': (text: string | null, call: CallInfo) =>
      parseXml(required(text, 's'), call.runtime),
    'static XDocument Parse(string text, LoadOptions options)': (
      text: string | null,
      options: EnumValue,
      call: CallInfo,
    ) => parseXml(required(text, 's'), call.runtime, (options.value & 1) !== 0),
    'XElement Root { get; }': (self: XDocument) => self.root,
    'XDeclaration Declaration { get; set; }': {
      get: (self: XDocument) => self.declaration,
      set: (self: XDocument, declaration: XDeclaration | null) => {
        self.declaration = declaration;
      },
    },
    'XDocumentType DocumentType { get; }': (self: XDocument) =>
      self.nodes.find((node) => node instanceof XDocumentType) ?? null,
  },
});
