import { describe, expect, it } from 'vitest';
import { programEnvironment, runProgram } from './run-program.ts';

const never = new Promise<void>(() => {});

describe("a program's environment", () => {
  it('keeps what is there, but nothing that leads elsewhere', () => {
    const machine = {
      HOME: '/home/x',
      https_proxy: 'http://company:1',
      MSAL_FORCE_REGION: 'westeurope',
      NO_PROXY: '*',
    };
    const environment = programEnvironment(
      { HTTPS_PROXY: 'http://127.0.0.1:1', NODE_EXTRA_CA_CERTS: 'ca.pem' },
      machine,
    );
    expect(environment).toMatchObject({ HOME: '/home/x', HTTPS_PROXY: 'http://127.0.0.1:1', SSL_CERT_FILE: 'ca.pem' });
    expect(environment).not.toHaveProperty('MSAL_FORCE_REGION');
    expect(environment).not.toHaveProperty('NO_PROXY');
    expect(JSON.stringify(environment)).not.toContain('company');
  });

  it('leaves the public authorities alone where not everything leads to the mock', () => {
    expect(programEnvironment({ NODE_EXTRA_CA_CERTS: 'ca.pem' }, {})).toEqual({ NODE_EXTRA_CA_CERTS: 'ca.pem' });
  });
});

describe('running a program', () => {
  it("ends with the program's exit code", async () => {
    expect(await runProgram([process.execPath, '-e', 'process.exit(7)'], {}, never)).toBe(7);
  });

  it('ends the program when the person does', async () => {
    expect(await runProgram([process.execPath, '-e', 'setInterval(() => {}, 1e6)'], {}, Promise.resolve())).toBe(130);
  });

  it('says what can not be started', async () => {
    await expect(runProgram(['no-such-program-here'], {}, never)).rejects.toThrow(/no such program/);
  });
});
