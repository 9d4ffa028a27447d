/** The frame of every page: title, language, the notice that this is a mock, and a policy that lets nothing run. */
import { createHash } from 'node:crypto';
import type { RequestMarks } from '../errors/error-body.ts';
import { commonHeaders } from '../http/answers.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import { type Html, html, Html as RawHtml } from './html.ts';

const style = `
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #eceff3; }
body { margin: 0; padding: 1rem; }
main { box-sizing: border-box; max-width: 28rem; margin: 2rem auto; padding: 1.5rem 2rem 2rem; background: #fff; border: 1px solid #8a929c; border-radius: 6px; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 1rem; overflow-wrap: anywhere; }
.mock { margin: 0 0 1rem; padding: .4rem .6rem; background: #fff4ce; border-left: 4px solid #8a6100; font-size: .85rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input[type=text], input[type=password] { box-sizing: border-box; width: 100%; font: inherit; padding: .45rem .5rem; border: 1px solid #5c6470; border-radius: 4px; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { font: inherit; padding: .5rem 1.2rem; border: 1px solid #4b535e; border-radius: 4px; background: #fff; color: #1b1b1b; cursor: pointer; }
button.primary { background: #0b5a8f; border-color: #0b5a8f; color: #fff; }
.accounts { list-style: none; margin: 0; padding: 0; }
.accounts button { width: 100%; text-align: left; margin-bottom: .5rem; }
:focus-visible { outline: 3px solid #b3471b; outline-offset: 2px; }
[role=alert] { color: #a4160f; font-weight: 600; overflow-wrap: anywhere; }
dl { font-size: .85rem; overflow-wrap: anywhere; }
dt { font-weight: 600; }
dd { margin: 0 0 .4rem; }
`;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleHash = sha256(style);

/** What a page consists of. */
export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  readonly marks: RequestMarks;
  readonly status?: number;
  /** A script that the page runs, allowed by its hash. */
  readonly script?: string;
  /** Origins that frames of the page come from. */
  readonly frameOrigins?: readonly string[];
  /** Set-Cookie values. */
  readonly cookies?: readonly string[];
  /** AADSTS number the page reports. */
  readonly error?: number;
}

/**
 * A page. The policy allows its own style and, if given, its own script. `form-action` is left open: browsers hold the
 * whole redirect chain of a submitted form against it, and that chain ends at the client's redirect URI, whose scheme and
 * host are the client's business.
 */
export function page(options: PageOptions): Response {
  const { title, body, marks, script } = options;
  const document = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - mock Entra</title>
<style>${new RawHtml(style)}</style>
</head>
<body>
<main${options.error === undefined ? '' : html` data-aadsts="${options.error}"`}>
<p class="mock">This is a mock of Microsoft Entra ID, run by Sallyport for tests. Never type a real password here.</p>
<h1>${title}</h1>
${body}
</main>
${script === undefined ? '' : html`<script>${new RawHtml(script)}</script>`}
</body>
</html>
`;
  const origins = [...new Set(options.frameOrigins ?? [])].join(' ');
  const frames = origins === '' ? '' : ` frame-src ${origins};`;
  const scripts = script === undefined ? "'none'" : sha256(script);
  const headers = {
    ...commonHeaders(marks),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    'content-security-policy': `default-src 'none'; style-src ${styleHash}; script-src ${scripts};${frames} base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'set-cookie': options.cookies ?? [],
  };
  return plainAnswer({ text: document.text, status: options.status ?? 200, headers });
}
