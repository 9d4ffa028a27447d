/** docs/policy-elements.md: the schema of every policy element that the gateway knows. */
import { policies } from '../../gateway/policies/index.ts';
import { notEmulatedBecause } from '../../gateway/policies/not-emulated.ts';
import { everySection, type PolicyDefinition, type Section } from '../../gateway/policies/policy.ts';
import {
  type AttributeSchema,
  type ChildSchema,
  type ElementSchema,
  InvalidValue,
} from '../../gateway/policies/schema.ts';
import { cell, code, source, table } from './markdown.ts';

const occurrences = { '1': 'once', '?': 'at most once', '*': 'any number', '+': 'at least once' } as const;

/** What a value has to be, in the words with which the gateway refuses one that fits nothing. */
function values({ kind }: AttributeSchema<unknown>): string {
  try {
    kind.parse('\0');
    return 'text';
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return cell(error.message.replace(/,? and is '\0'$|'\0'/, '').replace(/^has to be (an? )?/, ''));
  }
}

function attributeRow(where: string, attribute: AttributeSchema<unknown>): string[] {
  const presence = attribute.required
    ? 'required'
    : attribute.fallback === undefined
      ? 'optional'
      : `default ${code(attribute.fallback) || 'empty'}`;
  return [where, values(attribute), presence, attribute.expressions ? 'yes' : 'no'];
}

/** Attributes and text of an element and of what is in it. @param path of the element, from the policy down */
function rows(schema: ElementSchema, path: string): string[][] {
  const own = Object.entries(schema.attributes ?? {}).map(([name, attribute]) =>
    attributeRow(code(path ? `${path}/@${name}` : `@${name}`), attribute),
  );
  const text = schema.text ? [attributeRow(path ? `text of ${code(path)}` : 'text', schema.text)] : [];
  const below = Object.entries(schema.children ?? {}).flatMap(([name, child]) => {
    const where = path ? `${path}/${name}` : name;
    return [
      [code(`<${where}>`), `element${holds(child)}`, occurrences[child.occurs ?? '*'], ''],
      ...rows(child, where),
    ];
  });
  return [...own, ...text, ...below];
}

function holds({ policies: inside }: ChildSchema): string {
  if (inside === undefined) return '';
  return inside === 'any' ? ', holds policies' : `, holds ${inside.map(code).join(', ')}`;
}

const places = (sections: readonly Section[]): string =>
  sections.length === everySection.length ? 'every section' : sections.join(', ');

function section({ name, sections, emulation, schema }: PolicyDefinition): string {
  const facts = [
    `Sections: ${places(sections)}.`,
    ...(emulation === 'none' ? ['**Not emulated**: it loads and does nothing.'] : []),
    ...(schema.policies ? [`It${holds(schema).slice(1)}.`] : []),
    ...(schema.anyContent ? ['Takes any attributes and children.'] : []),
  ].join(' ');
  const content = rows(schema, '');
  const listed = content.length > 0 ? `\n\n${table(['what', 'value', 'presence', 'expressions'], content)}` : '';
  return `## ${name}\n\n${facts}${listed}`;
}

export function page(): string {
  const all = [...policies.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const emulated = all.filter(({ emulation }) => emulation === 'full');
  const others = all.filter(({ emulation }) => emulation === 'none');
  return `# Policy elements

The gateway executes ${emulated.length} elements. It loads ${others.length} others that do nothing here; crossing one is
reported, and no check that crossed one passes. *Expressions* says where the reference allows them; one that stands
elsewhere is evaluated too, with a warning. Declared in ${source('gateway/policies', code('gateway/policies/'))}, a file an
element.

${emulated.map(section).join('\n\n')}

## Not emulated

${table(
  ['element', 'sections', 'because it'],
  others.map(({ name, sections }) => [code(name), places(sections), notEmulatedBecause.get(name) ?? '']),
)}
`;
}
