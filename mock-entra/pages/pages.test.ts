import { describe, expect, it } from 'vitest';
import { aadsts } from '../errors/aadsts-error.ts';
import { defaultSwitches } from '../switches.ts';
import { html } from './html.ts';
import { errorPage, formPostPage, messagePage } from './outcome-pages.ts';
import {
  accountPickerPage,
  consentPage,
  passwordPage,
  secondFactorPage,
  staySignedInPage,
  usernamePage,
} from './sign-in-pages.ts';

const marks = { traceId: 't', correlationId: 'c', at: 0 };
const frame = { marks, ctx: 'ctx-value' };
const nasty = `"><img src=x onerror=alert(1)>'&`;
const problem = 'Something is wrong.';

const pages: readonly (readonly [string, () => Response])[] = [
  ['user name', () => usernamePage(frame, { app: nasty, login: nasty, problem })],
  ['password', () => passwordPage(frame, { login: nasty, problem })],
  [
    'account picker',
    () => accountPickerPage(frame, { app: nasty, accounts: [{ id: nasty, name: nasty, login: nasty }] }),
  ],
  ['second factor', () => secondFactorPage(frame, { login: nasty, problem })],
  [
    'consent',
    () =>
      consentPage(frame, {
        app: nasty,
        publisher: nasty,
        login: nasty,
        administrator: true,
        scopes: [{ resource: nasty, name: nasty, label: nasty }],
      }),
  ],
  ['stay signed in', () => staySignedInPage(frame, { login: nasty })],
  ['error', () => errorPage({ switches: defaultSwitches }, aadsts(50034, { user: nasty, tenant: nasty }), marks)],
  ['message', () => messagePage(nasty, nasty, marks)],
  ['form post', () => formPostPage(`https://a.example/${nasty}`, [[nasty, nasty]], marks)],
];

describe.each(pages)('the %s page', (_name, create) => {
  it('has language, title and one heading, and says that it is a mock', async () => {
    const text = await create().text();
    expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(text).toMatch(/<title>[^<]+ - mock Entra<\/title>/);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toContain('This is a mock of Microsoft Entra ID');
  });

  it('shows what it was given as text only', async () => {
    const text = await create().text();
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/\son\w+=(?!alert)/);
  });

  it('labels every visible field, and ties problems to it', async () => {
    const text = await create().text();
    for (const [tag] of text.matchAll(/<input[^>]*>/g)) {
      if (/type="hidden"|\shidden/.test(tag)) continue;
      const [, id = ''] = /\sid="([^"]+)"/.exec(tag) ?? [];
      expect(text).toContain(`<label for="${id}">`);
      if (tag.includes('aria-invalid')) expect(text).toMatch(/<p role="alert" id="problem">/);
    }
    for (const [, inside = ''] of text.matchAll(/<button[^>]*>([\s\S]*?)<\/button>/g)) {
      expect(inside.replace(/<[^>]+>/g, '').trim()).not.toBe('');
    }
  });

  it('runs nothing but what its policy names, and can not be framed', () => {
    const policy = create().headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(create().headers.get('cache-control')).toBe('no-store, no-cache');
  });
});

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channels = (hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1)).match(/../g) ?? [];
  const [r = 0, g = 0, b = 0] = channels.map((channel) => {
    const value = Number.parseInt(channel, 16) / 255;
    return value <= 0.039_28 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it.each([
  ['text', '#1b1b1b', '#fff', 7],
  ['the notice', '#1b1b1b', '#fff4ce', 7],
  ['the main button', '#fff', '#0b5a8f', 4.5],
  ['problems', '#a4160f', '#fff', 4.5],
  ['field borders', '#5c6470', '#fff', 3],
  ['the focus ring', '#b3471b', '#fff', 3],
])('contrast of %s is enough', async (_what, front, back, least) => {
  const style = await usernamePage(frame, { app: 'x' }).text();
  expect(style).toContain(front);
  expect(style).toContain(back);
  const [light, dark] = [luminance(front), luminance(back)].toSorted((a, b) => b - a);
  expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)).toBeGreaterThanOrEqual(least);
});

it('the template escapes everything that is not HTML already', () => {
  expect(html`<a title="${nasty}">${nasty}${html`<b>${1}</b>`}${undefined}${false}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;">&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;<b>1</b></a>',
  );
});
