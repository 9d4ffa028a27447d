import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonContent, jsonToXml } from './json-to-xml.ts';
import { readXml, XmlError } from './read-xml.ts';
import { xmlToJson } from './xml-to-json.ts';

const direct = (xml: string, alwaysArray = false): unknown => xmlToJson(readXml(xml), { kind: 'direct', alwaysArray });
const plain = { namespaceSeparator: '_', namespacePrefix: undefined, attributeBlock: undefined, longest: 10_000 };

describe('reading XML', () => {
  test.each([
    '<a>',
    '<a></b>',
    'x<a/>',
    '<a/><b/>',
    '<a b=c/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a>&nope;</a>',
    '',
  ])('refuses %s', (text) => expect(() => readXml(text)).toThrow(XmlError));

  test('decodes references and keeps CDATA as it is', () => {
    expect(readXml('<a>&lt;&#65;&#x42;<![CDATA[<&>]]></a>').root.children.join('')).toBe('<AB<&>');
  });

  test('any text reads or is refused', () => {
    const piece = fc.constantFrom(
      '<a',
      '>',
      '</a>',
      '/>',
      ' x="1"',
      '&amp;',
      '<!--',
      '-->',
      '<?',
      '?>',
      '<![CDATA[',
      ']]>',
      't',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          readXml(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(XmlError);
        }
      }),
    );
  });
});

describe('XML to JSON', () => {
  test('writes prefixes with a dollar sign and marks attributes', () => {
    const xml = `<?xml version="1.0"?><soap:Envelope xmlns="urn:x" xmlns:soap="urn:s"><soap:Body><Customer>1</Customer></soap:Body></soap:Envelope>`;
    expect(direct(xml)).toEqual({
      version: '1.0',
      soap$Envelope: { '@xmlns': 'urn:x', '@xmlns$soap': 'urn:s', soap$Body: { Customer: '1' } },
    });
  });

  test('repeated elements are a list, single ones when told', () => {
    expect(direct('<r><i>1</i><i>2</i><j/></r>')).toEqual({ r: { i: ['1', '2'], j: null } });
    expect(direct('<r><i>1</i></r>', true)).toEqual({ r: { i: ['1'] } });
  });
});

/** JSON as the conversion gets it. */
const content = (value: unknown): JsonContent => {
  if (value === null || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(content);
  return typeof value === 'object'
    ? new Map(Object.entries(value).map(([name, each]) => [name, content(each)]))
    : String(value);
};

describe('JSON to XML', () => {
  test('adds a root where there is none', () => {
    expect(jsonToXml(content({ a: 'x', n: null, list: [{ t: 1 }, { t: 2 }], none: [] }), plain)).toBe(
      '<Document><a>x</a><n xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" />' +
        '<list><t>1</t></list><list><t>2</t></list><none /></Document>',
    );
  });

  test('takes namespaces and an attribute block', () => {
    const options = { namespaceSeparator: ':', namespacePrefix: 'xmlns', attributeBlock: '#attrs', longest: 10_000 };
    const value = {
      's:Envelope': { 'xmlns:s': 'urn:s', 's:Header': {}, 's:Body': { '#attrs': { id: '"1"' }, name: 'a&b' } },
    };
    expect(jsonToXml(content(value), options)).toBe(
      '<s:Envelope xmlns:s="urn:s"><s:Header /><s:Body id="&quot;1&quot;"><name>a&amp;b</name></s:Body></s:Envelope>',
    );
  });

  test('text beside elements is a member of its own', () => {
    expect(jsonToXml(content({ a: { '#text': 'x<', b: 'y' } }), plain)).toBe('<a>x&lt;<b>y</b></a>');
    expect(jsonToXml(content({ a: { '#text': '' } }), plain)).toBe('<a />');
  });

  test('500 levels are written, and 501 are refused', () => {
    const nested = (depth: number): JsonContent => (depth === 0 ? '' : new Map([['a', nested(depth - 1)]]));
    expect(jsonToXml(nested(501), plain)).toHaveLength(501 * 7);
    expect(() => jsonToXml(nested(502), plain)).toThrow(XmlError);
    let list: JsonContent = [];
    for (let depth = 0; depth < 501; depth++) list = [list];
    expect(() => jsonToXml(list, plain)).toThrow(XmlError);
  });

  test('what it writes is well-formed', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        (value) => void readXml(jsonToXml(content(value), plain)),
      ),
    );
  });
});
