/** Pages that end something: an error, a signed-out browser, a device that may go on; and the one that posts a form. */
import type { AadstsError } from '../errors/aadsts-error.ts';
import { errorTimestamp, type RequestMarks } from '../errors/error-body.ts';
import type { EntraService } from '../service.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

/** An error that must not be sent to a redirect URI. */
export function errorPage(
  service: Pick<EntraService, 'switches'>,
  raised: AadstsError,
  marks: RequestMarks,
  cookies: readonly string[] = [],
): Response {
  const error = raised.switched(service.switches.errors);
  return page({
    title: 'Sorry, but we are having trouble signing you in.',
    marks,
    error: error.code,
    status: service.switches.pageErrorStatus,
    cookies,
    body: html`<p role="alert">AADSTS${error.code}: ${error.text}</p>
<dl>
<dt>Request Id</dt><dd>${marks.traceId}</dd>
<dt>Correlation Id</dt><dd>${marks.correlationId}</dd>
<dt>Timestamp</dt><dd>${errorTimestamp(marks.at)}</dd>
</dl>`,
  });
}

/** A plain statement. */
export function messagePage(
  title: string,
  message: string,
  marks: RequestMarks,
  cookies: readonly string[] = [],
): Response {
  return page({ title, marks, cookies, body: html`<p role="status">${message}</p>` });
}

const submit = 'document.forms[0].submit()';

/** `response_mode=form_post`: a form that sends itself, and a button for browsers without scripts. */
export function formPostPage(
  redirectUri: string,
  parameters: readonly (readonly [name: string, value: string])[],
  marks: RequestMarks,
  cookies: readonly string[] = [],
): Response {
  return page({
    title: 'Working…',
    marks,
    cookies,
    script: submit,
    body: html`<form method="post" action="${redirectUri}">
${parameters.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<noscript><p>Scripts are off. Press the button to go on.</p></noscript>
<div class="actions"><button class="primary" type="submit">Continue</button></div>
</form>`,
  });
}
