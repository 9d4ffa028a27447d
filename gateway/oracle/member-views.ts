import type { Runtime } from '../dotnet/core/define.ts';
import { inherits } from '../dotnet/core/hierarchy.ts';
import { named } from '../dotnet/core/type-ref.ts';
import { EnumValue, type NetObject } from '../dotnet/core/values.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
import { canonicalType } from './canonical-type.ts';
import { callMethod, readProperty } from './net-members.ts';

type Read = (value: NetObject, runtime: Runtime) => unknown;

const text: Read = (value, runtime) => toText(value, runtime);
const property =
  (name: string): Read =>
  (value, runtime) =>
    readProperty(value, name, runtime);
const propertyText =
  (name: string): Read =>
  (value, runtime) =>
    toText(readProperty(value, name, runtime), runtime);
const textWith =
  (enumName: string, number: number): Read =>
  (value, runtime) =>
    callMethod(value, 'ToString', [new EnumValue(named(enumName), number)], runtime);
const integer =
  (name: string): Read =>
  (value, runtime) =>
    Number((readProperty(value, name, runtime) as { value: number }).value);

interface View {
  /** The class, or a base class of it. */
  readonly of: string;
  /** The type to write, when it is not the value's own. */
  readonly as?: string;
  readonly members: Readonly<Record<string, Read>>;
}

const captured = { index: integer('Index'), value: property('Value') };

/** How values of classes are written: the members that tell everything about them. The first row that fits counts. */
const VIEWS: readonly View[] = [
  {
    of: 'Newtonsoft.Json.Linq.JToken',
    members: { token: propertyText('Type'), json: textWith('Newtonsoft.Json.Formatting', 0) },
  },
  { of: 'System.Xml.Linq.XNode', members: { xml: textWith('System.Xml.Linq.SaveOptions', 1) } },
  { of: 'System.Xml.Linq.XAttribute', members: { xml: text } },
  { of: 'System.Xml.Linq.XDeclaration', members: { xml: text } },
  { of: 'System.Xml.Linq.XName', members: { xml: text } },
  { of: 'System.Xml.Linq.XNamespace', members: { xml: text } },
  { of: 'System.Text.StringBuilder', members: { value: text } },
  { of: 'System.Uri', members: { value: property('OriginalString') } },
  { of: 'System.Text.RegularExpressions.Regex', members: { value: text, options: propertyText('Options') } },
  { of: 'System.Text.RegularExpressions.Match', members: { success: property('Success'), ...captured } },
  { of: 'System.Text.RegularExpressions.Group', members: { success: property('Success'), ...captured } },
  { of: 'System.Text.RegularExpressions.Capture', members: { success: () => true, ...captured } },
  { of: 'System.Type', as: 'System.Type', members: { value: text } },
  {
    of: 'System.Security.Cryptography.X509Certificates.X509Certificate2',
    members: { thumbprint: property('Thumbprint') },
  },
];

/** The value by the view of its class; undefined when no row of the table fits. */
export function viewOf(value: NetObject, runtime: Runtime): unknown {
  const view = VIEWS.find(({ of }) => inherits(value.netType, named(of)));
  if (!view) return undefined;
  const members = Object.entries(view.members).map(([key, read]) => [key, read(value, runtime)]);
  return { type: view.as ?? canonicalType(value.netType), ...Object.fromEntries(members) };
}
