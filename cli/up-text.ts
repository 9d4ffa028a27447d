/** What `sallyport up` prints: where everything is and how a real client is connected. */
import { resolve } from 'node:path';
import type { Stack } from '../fixtures/topologies/stack.ts';
import { connectHints } from './connect-hints.ts';
import type { Written } from './up-files.ts';

/** A stack, whose server may be somebody else's. */
type ShownStack = Stack & { readonly transport?: 'streamable' | 'sse' };

/** For people who sign in. */
function signInText(stack: ShownStack, written: Written): string {
  const { caller } = stack.definition;
  const clientId = caller.kind === 'public' ? caller.clientId : undefined;
  const hints = connectHints(stack.url, resolve(written.ca), {
    transport: stack.transport,
    ...(clientId !== undefined && { clientId }),
  });
  const people = stack.users.map(({ name }) => `  ${name.padEnd(20)} password in ${written.passwords.get(name)}`);
  const registered =
    clientId === undefined ? '' : `\nEntra ID registers no clients by itself; this one is registered: ${clientId}\n`;
  return `Sign in as (mock credentials, new in each run)
${people.join('\n')}
${registered}
Connect a client; it opens your browser, which warns of a certificate it does not know: go on.
  ${hints.inspector}

Or configure one, and start it with ${hints.trust.join('=')}
  ${JSON.stringify(hints.json)}`;
}

/** For an application that calls in its own name. */
function applicationText(stack: Stack, written: Written): string {
  const { caller, tenant } = stack.definition;
  if (caller.kind !== 'application') return '';
  const hints = connectHints(stack.url, resolve(written.ca), { tool: 'hello', bearer: 'TOKEN' });
  return `Nobody signs in: application ${caller.clientId} calls in its own name. Its secret is in ${written.secret}

Get its token
  curl --cacert ${written.ca} ${stack.loginUrl ?? stack.origins.login}/${tenant}/oauth2/v2.0/token -d grant_type=client_credentials -d client_id=${caller.clientId} -d scope=${caller.scope} --data-urlencode client_secret@${written.secret}

Connect a client with it
  ${hints.inspector}`;
}

/** For clients of an API that asks for a subscription key: the header, never the key. */
export function subscriptionText({ subscriptionKey: key }: Pick<Written, 'subscriptionKey'>): string {
  return key
    ? `\nEvery request needs the header ${key.header} too; its value, a subscription key, is in ${key.file}\n`
    : '';
}

/** Everything a person needs, in the order in which they need it. */
export function upText(stack: ShownStack, written: Written): string {
  const { name, caller } = stack.definition;
  return `Sallyport is up: topology ${name}, emulated. Nothing leaves this machine.

MCP server   ${stack.url}
${subscriptionText(written)}
${caller.kind === 'application' ? applicationText(stack, written) : signInText(stack, written)}

Check it from another terminal
  npx sallyport test --target ${written.target}

The certificate in ${written.ca} is for that one client and this run. Never install it. Ctrl-C ends everything.`;
}
