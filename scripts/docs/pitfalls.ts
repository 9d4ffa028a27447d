/** docs/pitfalls.md: mistakes of those who accept tokens of Entra ID, and what brings each to light. */
import { pitfalls } from '../../fixtures/tokens/pitfalls/index.ts';
import { cell, code, prose, source, table } from './markdown.ts';

const careful = { refuse: 'is refused', accept: 'is accepted' } as const;

export function page(): string {
  const sections = pitfalls.map(({ number, mistake, instead, tokens = {}, answers = {} }) => {
    const rows = [
      ...Object.entries(tokens).map(([name, token]) => [
        code(name),
        `a token ${cell(token.title)}`,
        careful[token.careful],
      ]),
      ...Object.entries(answers).map(([name, answer]) => [
        code(name),
        cell(answer.title),
        answer.answers > 999 ? `AADSTS${answer.answers}` : `status ${answer.answers}`,
      ]),
    ];
    return `## ${number}. ${prose(mistake)}

${prose(instead)}

${table(['name', 'what', 'where it is right'], rows)}`;
  });
  return `# Pitfalls

Mistakes of servers and gateways that accept tokens of Entra ID, and of programs that ask for them. Tokens are minted by name,
with mock Entra's own keys, so that they fail, or pass, for one reason only; answers are brought about in its directory:

\`\`\`ts
const world = pitfallWorld(mockEntra());
const token = await mintPitfall('tenant-mismatch', world);
\`\`\`

They are in ${source('fixtures/tokens/pitfalls/index.ts')}. The last column says what a careful API does with the token, or what
mock Entra answers. Tokens that *are accepted* are good ones: there the mistake is to misread them.

${sections.join('\n\n')}
`;
}
