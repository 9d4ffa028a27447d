/** The page where a person types the code that a device shows. */

import type { Message } from '../../http/message.ts';
import { html } from '../../pages/html.ts';
import { page } from '../../pages/layout.ts';
import { parseScope } from '../../scopes.ts';
import type { EntraService } from '../../service.ts';
import { beginSignIn } from '../sign-in/begin-sign-in.ts';
import { waitingDevice } from './approve-device.ts';

function codePage(message: Message, problem?: string): Response {
  return page({
    title: 'Enter code',
    marks: message.marks,
    body: html`<p>Enter the code that your app or device shows.</p>
<form method="post" action="/common/oauth2/deviceauth" novalidate>
${problem === undefined ? '' : html`<p role="alert" id="problem">${problem}</p>`}
<label for="otc">Code</label>
<input type="text" id="otc" name="otc" autocomplete="off" autocapitalize="characters" autofocus required${problem === undefined ? '' : html` aria-describedby="problem" aria-invalid="true"`}>
<div class="actions"><button class="primary" type="submit">Next</button></div>
</form>`,
  });
}

/** Answers the device page: asks for the code, then starts the sign-in for it. */
export async function devicePage(service: EntraService, message: Message): Promise<Response> {
  if (message.request.method !== 'POST') return codePage(message);
  const grant = waitingDevice(service, message.parameters.get('otc') ?? '');
  if (!grant) return codePage(message, 'That code did not work. Check the code and try again.');
  const { userCode, clientId, tenantSegment } = grant;
  const scopes = parseScope(grant.scope);
  return beginSignIn(service, message, { kind: 'device', userCode, clientId, tenantSegment, scopes });
}
