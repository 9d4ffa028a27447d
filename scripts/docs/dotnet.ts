/** docs/dotnet.md: the .NET that expressions may use. */
import { declarations, type EnumDeclaration, type TypeDeclaration } from '../../gateway/dotnet/core/define.ts';
import '../../gateway/dotnet/index.ts';
import { readLeftOut } from '../../gateway/dotnet/left-out.ts';
import { block } from './markdown.ts';

interface Listed {
  readonly name: string;
  readonly lines: readonly string[];
}

/** `A.B.List` of `A.B.List<T>`. */
const plain = (name: string): string => name.split('<', 1)[0] ?? name;

/** `A.B` of `A.B.List`, and of a type inside it. @param types all names of types, plain */
function namespaceOf(name: string, types: ReadonlySet<string>): string {
  const outer = plain(name).slice(0, Math.max(0, plain(name).lastIndexOf('.')));
  return types.has(outer) ? namespaceOf(outer, types) : outer;
}

function listedType({ name, kind, base, interfaces = [], members }: TypeDeclaration): Listed {
  const parents = [...(base ? [base] : []), ...interfaces];
  return {
    name,
    lines: [
      `${kind} ${name}${parents.length > 0 ? ` : ${parents.join(', ')}` : ''}`,
      ...Object.keys(members).map(indent),
    ],
  };
}

function listedEnum({ name, flags, values }: EnumDeclaration): Listed {
  const members = Object.entries(values).map(([key, value]) => indent(`${key} = ${value}`));
  return { name, lines: [`${flags ? '[Flags] ' : ''}enum ${name}`, ...members] };
}

/** What of Azure's own list is missing, with the reasons. */
function leftOut(): string {
  const { types, members } = readLeftOut();
  const missing = types.map(({ type, reason }) => `- \`${type}\`: ${reason}`);
  const groups = members.map(({ reason, members: byType }) => {
    const lines = Object.entries(byType).map(([type, names]) => `${type}: ${names.join(', ')}`);
    return `${reason}\n\n${block(lines.join('\n'), 'text')}`;
  });
  return `## Left out of Azure's list\n\n${missing.join('\n')}\n\nMembers, by type:\n\n${groups.join('\n\n')}`;
}

const indent = (line: string): string => `    ${line}`;

export function page(): string {
  const { types, enums } = declarations();
  const all = [...types.map(listedType), ...enums.map(listedEnum)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = new Set(all.map(({ name }) => plain(name)));
  const namespaces = [...new Set(all.map(({ name }) => namespaceOf(name, names)))].sort();
  const sections = namespaces.map((namespace) => {
    const own = all.filter(({ name }) => namespaceOf(name, names) === namespace);
    return `## ${namespace || 'Without a namespace'}\n\n${block(own.map(({ lines }) => lines.join('\n')).join('\n\n'), 'csharp')}`;
  });
  const count = types.reduce((sum, { members }) => sum + Object.keys(members).length, 0);
  return `# .NET for expressions

${types.length} types with ${count} members, and ${enums.length} enums, by their C# signatures. Anything else is refused when a
policy is loaded, as Azure does. What Azure allows and this does not is at the end.

${sections.join('\n\n')}

${leftOut()}
`;
}
