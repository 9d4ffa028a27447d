import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CommandError } from './command-error.ts';
import { namedTarget, unreachable } from './named-target.ts';

const url = 'https://gateway.example/mcp';

test('a bare URL is a live target without anybody to sign in', async () => {
  expect(await namedTarget(url, 'direct')).toMatchObject({ url, topology: 'direct', mode: 'live', users: [] });
});

test.each(['https://', 'ftp://gateway.example/x', 'http://[/'])('%s is no target', async (target) => {
  await expect(namedTarget(target, 'broker')).rejects.toThrow(
    new CommandError('--target: takes an http or https URL, a target.json, or azd'),
  );
});

test('a password in a URL is refused, and not repeated', async () => {
  const password = randomBytes(9).toString('hex');
  await expect(namedTarget(`https://alice:${password}@gateway.example/mcp`, 'broker')).rejects.toSatisfy((error) => {
    expect((error as CommandError).message).toMatch(/can't hold a user or password/);
    expect((error as CommandError).message).not.toContain(password);
    return true;
  });
});

const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

test.each([
  [withCode('ECONNREFUSED'), `nobody answers at ${url} (ECONNREFUSED); is the stack running?`],
  [withCode('EPROTO'), `${url} does not speak TLS; is it http://, or another port?`],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), `the certificate of ${url} is for another name`],
  [
    withCode('SELF_SIGNED_CERT_IN_CHAIN'),
    `the certificate of ${url} is not trusted (SELF_SIGNED_CERT_IN_CHAIN); name its authority as 'ca' in a target file`,
  ],
  [new Error('its answer is larger'), `${url} gives no usable answer: its answer is larger`],
])('%s is told with what to do', (error, line) => {
  expect(unreachable(url, error)).toBe(line);
});
