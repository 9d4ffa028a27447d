import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../cli/configuration/schema.ts';
import { clientMatrix } from '../../fixtures/clients/client-matrix.ts';
import { custodyMatrix } from '../../fixtures/custody/matrix.ts';
import { secretKinds } from '../../fixtures/custody/secret-kind.ts';
import { mutants } from '../../fixtures/mutants/index.ts';
import { pitfallAnswers, pitfallTokens } from '../../fixtures/tokens/pitfalls/index.ts';
import { declarations } from '../../gateway/dotnet/core/define.ts';
import { readLeftOut } from '../../gateway/dotnet/left-out.ts';
import { documentRules, expressionRule, rules } from '../../gateway/lint/index.ts';
import { policies } from '../../gateway/policies/index.ts';
import { defaultSwitches as gatewaySwitches } from '../../gateway/switches.ts';
import { registry } from '../../mock-entra/errors/registry.ts';
import { defaultSwitches as entraSwitches } from '../../mock-entra/switches.ts';
import { checks } from '../../suites/checks/index.ts';
import { loadCatalogue } from '../../suites/requirements/catalogue.ts';
import { notice, pages, render } from './pages.ts';

const docs = new URL('../../docs/', import.meta.url);

/** What each page has to name. */
const listed: Record<keyof typeof pages, () => readonly string[]> = {
  'aadsts-errors.md': () => Object.keys(registry),
  'clients.md': () => [
    ...clientMatrix.map(({ topology }) => topology),
    'MCP Inspector',
    '`mcp-remote`',
    'hosted agent',
  ],
  'cli.md': () => ['sallyport up', 'sallyport gate', 'sallyport policy eval', '--target', 'Exit codes: 0 pass'],
  'configuration.md': () => Object.keys(configurationSchema.shape),
  'custody-matrix.md': () => [...Object.keys(custodyMatrix), ...Object.values(secretKinds)],
  'dotnet.md': () => {
    const { types, enums } = declarations();
    return [...[...types, ...enums].map(({ name }) => name), ...readLeftOut().types.map(({ type }) => type)];
  },
  'entra-rules.md': () => ["requiredParameter('code')", 'conditionalAccess', 'registeredRedirect', 'postOnly'],
  'lint-rules.md': () => [...Object.values(documentRules), expressionRule, ...rules].map(({ id }) => id),
  'pitfalls.md': () => [...pitfallTokens.keys(), ...pitfallAnswers.keys()],
  'policy-elements.md': () => [...policies.keys()],
  'requirements.md': () => [...loadCatalogue(), ...checks, ...mutants].map(({ id }) => id),
  'switches.md': () => [...Object.keys(entraSwitches), ...Object.keys(gatewaySwitches)],
};

/** Targets of the links in a page. */
const links = (text: string): string[] => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

/** Anchors of the headings in a page, as GitHub names them. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

describe.each(Object.keys(pages))('docs/%s', (file) => {
  it('names everything that the code has, and says that it is generated', async () => {
    const text = await render(file);
    expect(text.startsWith(`${notice}\n\n# `)).toBe(true);
    expect(listed[file]?.().filter((name) => !text.includes(name))).toEqual([]);
  });

  it('is the same every time', async () => {
    expect(await render(file)).toBe(await render(file));
  });

  it('links to what exists', async () => {
    const text = await render(file);
    const dead = links(text).filter((target) => {
      if (target.startsWith('https://')) return false;
      if (target.startsWith('#')) return !anchors(text).includes(target.slice(1));
      return !existsSync(new URL(target, docs));
    });
    expect(dead).toEqual([]);
  });
});

describe('docs/README.md', () => {
  it('links to every page', () => {
    const text = readFileSync(new URL('README.md', docs), 'utf8');
    expect(Object.keys(pages).filter((file) => !links(text).includes(file))).toEqual([]);
    expect(
      links(text).filter((target) => !target.startsWith('https://') && !existsSync(new URL(target, docs))),
    ).toEqual([]);
  });
});
