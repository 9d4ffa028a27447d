/** Runs a program of the user's beside a mock, in an environment that leads there. */
import { spawn } from 'node:child_process';
import { CommandError } from './command-error.ts';

/** What would lead MSAL or an HTTP client elsewhere than the mock. */
const misleading = /^(https?_proxy|all_proxy|no_proxy|msal_force_region|region_name|azure_regional_authority_name)$/i;

/** Where programs that are not Node look for authorities. */
const authorityVariables = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'];

/** The user's environment with `variables` in it, in upper case and in the lower case that curl and others read. */
export function programEnvironment(
  variables: Readonly<Record<string, string>>,
  machine: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  const kept = Object.entries(machine).filter(([name]) => !misleading.test(name));
  const lower = Object.entries(variables).flatMap(([name, value]) =>
    misleading.test(name) && process.platform !== 'win32' ? [[name.toLowerCase(), value] as const] : [],
  );
  const { NODE_EXTRA_CA_CERTS: authority } = variables;
  // only where everything goes through the mock's proxy: elsewhere the public authorities are still needed
  const trusted =
    authority !== undefined && variables.HTTPS_PROXY !== undefined
      ? authorityVariables.map((name) => [name, authority] as const)
      : [];
  return { ...Object.fromEntries([...kept, ...trusted, ...lower]), ...variables };
}

/**
 * Runs a program with inherited input and output, until it ends or `interrupted` resolves.
 * @returns its exit code; 130 when it was ended
 * @throws CommandError when it can't be started
 */
export function runProgram(
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  interrupted: Promise<void>,
): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: programEnvironment(variables) });
  void interrupted.then(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'there is no such program' : error.message;
      reject(new CommandError(`${program} can't be started: ${why}`));
    });
    child.once('exit', (code) => resolve(code ?? 130));
  });
}
