/** The page of a browser that signed out: it tells the applications, and then leads back to the one that asked. */
import type { RequestMarks } from '../errors/error-body.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

/** Goes on once every frame has loaded, and does not wait long for one that never does. */
const goOn = `const go = () => location.replace(document.getElementById('next').href);
addEventListener('load', go);
setTimeout(go, 10000);`;

/**
 * @param options.frames addresses that tell an application, each in a frame that nobody sees
 * @param options.next where the browser goes on after that
 */
export function signedOutPage(options: {
  readonly frames: readonly string[];
  readonly next?: string;
  readonly marks: RequestMarks;
  readonly cookies: readonly string[];
}): Response {
  const { frames, next, marks, cookies } = options;
  return page({
    title: 'You signed out of your account',
    marks,
    cookies,
    frameOrigins: frames.map((frame) => new URL(frame).origin),
    ...(next !== undefined && { script: goOn }),
    body: html`<p role="status">It is a good idea to close all browser windows.</p>
${next !== undefined && html`<p><a id="next" href="${next}">Continue</a></p>`}
${frames.map((frame) => html`<iframe hidden title="Signing out" src="${frame}"></iframe>`)}`,
  });
}
