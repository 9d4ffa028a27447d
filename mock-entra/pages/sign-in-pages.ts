/** Pages of a sign-in. Field names are Entra's: `login`, `passwd`, `otc`; `ctx` finds the sign-in again. */
import type { RequestMarks } from '../errors/error-body.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';

/** What every page of a sign-in carries. */
export interface PageFrame {
  readonly marks: RequestMarks;
  /** Flow token of the sign-in. */
  readonly ctx: string;
  readonly cookies?: readonly string[];
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

const alert = (message: string | undefined): Html | undefined =>
  message === undefined ? undefined : html`<p role="alert" id="problem">${message}</p>`;

const describedBy = (message: string | undefined): Html =>
  message === undefined ? html`` : html` aria-describedby="problem" aria-invalid="true"`;

/** Asks who is signing in. */
export function usernamePage(
  frame: PageFrame,
  options: { app: string; login?: string | undefined; problem?: string },
): Response {
  const { problem } = options;
  return page({
    ...frame,
    title: 'Sign in',
    body: html`<p>to continue to <strong>${options.app}</strong></p>
<form method="post" action="/common/login" novalidate>
${hidden('ctx', frame.ctx)}
${alert(problem)}
<label for="login">Email or user name</label>
<input type="text" id="login" name="login" value="${options.login ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus required${describedBy(problem)}>
<div class="actions"><button class="primary" type="submit">Next</button></div>
</form>`,
  });
}

/** Asks for the password of a named account. */
export function passwordPage(frame: PageFrame, options: { login: string; problem?: string }): Response {
  const { problem } = options;
  return page({
    ...frame,
    title: 'Enter password',
    body: html`<p>Signing in as <strong>${options.login}</strong></p>
<form method="post" action="/common/login" novalidate>
${hidden('ctx', frame.ctx)}
<input type="text" name="login" value="${options.login}" autocomplete="username" readonly hidden>
${alert(problem)}
<label for="passwd">Password</label>
<input type="password" id="passwd" name="passwd" autocomplete="current-password" autofocus required${describedBy(problem)}>
<div class="actions">
<button class="primary" type="submit">Sign in</button>
<button type="submit" name="back" value="1" formnovalidate>Use another account</button>
</div>
</form>`,
  });
}

/** An account that a person may pick. */
export interface ListedAccount {
  /** Object id at home. */
  readonly id: string;
  readonly name: string;
  readonly login: string;
}

/** Buttons to pick accounts with, as items of a list. */
const accountItems = (accounts: readonly ListedAccount[]): readonly Html[] =>
  accounts.map(
    ({ id, name, login }) =>
      html`<li><button type="submit" name="account" value="${id}">${name}<br><small>${login}</small></button></li>`,
  );

/** Lets a person choose among signed-in accounts. */
export function accountPickerPage(
  frame: PageFrame,
  options: { app: string; accounts: readonly ListedAccount[] },
): Response {
  return page({
    ...frame,
    title: 'Pick an account',
    body: html`<p>to continue to <strong>${options.app}</strong></p>
<form method="post" action="/common/reprocess">
${hidden('ctx', frame.ctx)}
<ul class="accounts">
${accountItems(options.accounts)}
<li><button type="submit" name="account" value="other">Use another account</button></li>
</ul>
</form>`,
  });
}

/**
 * Lets a person choose which account to sign out of.
 * @param options.action path of the logout endpoint
 * @param options.fields what the request asked, to be asked again
 */
export function signOutPickerPage(options: {
  readonly marks: RequestMarks;
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly accounts: readonly ListedAccount[];
}): Response {
  const { marks, action, fields, accounts } = options;
  return page({
    marks,
    title: 'Pick an account',
    body: html`<p>Which account do you want to sign out of?</p>
<form method="post" action="${action}">
${fields.map(([name, value]) => hidden(name, value))}
<ul class="accounts">
${accountItems(accounts)}
</ul>
</form>`,
  });
}

/** Asks for the one-time code of the second factor. */
export function secondFactorPage(frame: PageFrame, options: { login: string; problem?: string }): Response {
  const { problem } = options;
  return page({
    ...frame,
    title: 'Enter code',
    body: html`<p>${options.login}: enter the code of your authenticator. The mock shows it to its operator only.</p>
<form method="post" action="/common/SAS/ProcessAuth" novalidate>
${hidden('ctx', frame.ctx)}
${alert(problem)}
<label for="otc">Code</label>
<input type="text" id="otc" name="otc" inputmode="numeric" autocomplete="one-time-code" autofocus required${describedBy(problem)}>
<div class="actions"><button class="primary" type="submit">Verify</button></div>
</form>`,
  });
}

/** Asks for consent to scopes, grouped by resource. */
export function consentPage(
  frame: PageFrame,
  options: {
    readonly app: string;
    readonly publisher: string;
    readonly login: string;
    readonly scopes: readonly { readonly resource: string; readonly name: string; readonly label: string }[];
    /** Offers consent for the whole organisation. */
    readonly administrator: boolean;
  },
): Response {
  return page({
    ...frame,
    title: 'Permissions requested',
    body: html`<p>${options.login}: <strong>${options.app}</strong> (${options.publisher}) would like to:</p>
<form method="post" action="/common/Consent/Set">
${hidden('ctx', frame.ctx)}
<dl>
${options.scopes.map(({ resource, name, label }) => html`<dt>${label}</dt><dd>${resource}: <code>${name}</code></dd>`)}
</dl>
${options.administrator ? html`<p><input type="checkbox" id="everybody" name="everybody" value="1"> <label for="everybody">Consent on behalf of your organization</label></p>` : ''}
<div class="actions">
<button class="primary" type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</div>
</form>`,
  });
}

/** Asks whether the device that waits is the person's own: somebody else may have sent the code. */
export function deviceConfirmationPage(frame: PageFrame, options: { app: string; login: string }): Response {
  return page({
    ...frame,
    title: `Are you trying to sign in to ${options.app}?`,
    body: html`<p>${options.login}: only continue if you started this on a device of yours.</p>
<form method="post" action="/common/DeviceAuthTls/reprocess">
${hidden('ctx', frame.ctx)}
<div class="actions">
<button class="primary" type="submit" name="decision" value="accept">Continue</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</div>
</form>`,
  });
}

/** Asks whether to stay signed in. */
export function staySignedInPage(frame: PageFrame, options: { login: string }): Response {
  return page({
    ...frame,
    title: 'Stay signed in?',
    body: html`<p>${options.login}</p>
<form method="post" action="/kmsi">
${hidden('ctx', frame.ctx)}
<div class="actions">
<button type="submit" name="kmsi" value="0">No</button>
<button class="primary" type="submit" name="kmsi" value="1">Yes</button>
</div>
</form>`,
  });
}
