import { defineType } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import { hashCode } from '../primitives/virtual.ts';
import { parseName, verifyName, XML_NAMESPACE, XMLNS_NAMESPACE, XName, XNamespace } from './names.ts';

const sameName = (a: XName | null, b: XName | null): boolean => a === b || (a?.same(b) ?? false);
const sameNamespace = (a: XNamespace | null, b: XNamespace | null): boolean =>
  a === b || (a !== null && a.uri === b?.uri);

defineType({
  name: 'System.Xml.Linq.XName',
  kind: 'class',
  interfaces: ['IEquatable<XName>'],
  members: {
    'static XName Get(string expandedName)': (text: string | null) => parseName(required(text, 'expandedName')),
    'static XName Get(string localName, string namespaceName)': (local: string | null, uri: string | null) =>
      new XName(verifyName(required(local, 'localName')), required(uri, 'namespaceName')),
    'string LocalName { get; }': (self: XName) => self.local,
    'XNamespace Namespace { get; }': (self: XName) => new XNamespace(self.uri),
    'string NamespaceName { get; }': (self: XName) => self.uri,
    'string ToString()': (self: XName) => self.expanded,
    'bool Equals(object obj)': (self: XName, other: unknown) => other instanceof XName && self.same(other),
    'int GetHashCode()': (self: XName) => hashCode(self.expanded),
    'static implicit operator XName(string expandedName)': (text: string | null) =>
      text === null ? null : parseName(text),
    'static bool operator ==(XName left, XName right)': sameName,
    'static bool operator !=(XName left, XName right)': (a: XName | null, b: XName | null) => !sameName(a, b),
  },
});

defineType({
  name: 'System.Xml.Linq.XNamespace',
  kind: 'class',
  members: {
    'static XNamespace None { get; }': () => XNamespace.none,
    'static XNamespace Xml { get; }': () => new XNamespace(XML_NAMESPACE),
    'static XNamespace Xmlns { get; }': () => new XNamespace(XMLNS_NAMESPACE),
    'static XNamespace Get(string namespaceName)': (uri: string | null) =>
      new XNamespace(required(uri, 'namespaceName')),
    'string NamespaceName { get; }': (self: XNamespace) => self.uri,
    'XName GetName(string localName)': (self: XNamespace, local: string | null) =>
      new XName(verifyName(required(local, 'localName')), self.uri),
    'string ToString()': (self: XNamespace) => self.uri,
    'bool Equals(object obj)': (self: XNamespace, other: unknown) =>
      other instanceof XNamespace && other.uri === self.uri,
    'int GetHashCode()': (self: XNamespace) => hashCode(self.uri),
    'static implicit operator XNamespace(string namespaceName)': (uri: string | null) =>
      uri === null ? null : new XNamespace(uri),
    'static XName operator +(XNamespace ns, string localName)': (ns: XNamespace | null, local: string | null) =>
      new XName(verifyName(required(local, 'localName')), required(ns, 'ns').uri),
    'static bool operator ==(XNamespace left, XNamespace right)': sameNamespace,
    'static bool operator !=(XNamespace left, XNamespace right)': (a: XNamespace | null, b: XNamespace | null) =>
      !sameNamespace(a, b),
  },
});
