/** What `--target` names, and what to say when nobody is there. */
import { type LoadedTarget, loadTarget, withoutCredentials } from '../fixtures/target/target-file.ts';
import type { Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';

/**
 * The target that a flag names.
 * @param topology what a target is judged as that does not say it; broker unless told
 * @throws CommandError for what is neither a URL of HTTP, a file, nor an azd environment
 */
export async function namedTarget(target: string, topology: Topology | undefined): Promise<LoadedTarget> {
  const [, azd, name] = /^(azd)(?::(.*))?$/.exec(target) ?? [];
  if (azd !== undefined) {
    const { azdTarget } = await import('./azd/azd-target.ts');
    return azdTarget(topology, name === undefined ? {} : { name });
  }
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(target)) return loadTarget(target);
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) {
    throw new CommandError('--target: takes an http or https URL, a target.json, or azd');
  }
  if (!withoutCredentials(target)) {
    throw new CommandError("--target: a URL can't hold a user or password; name them in a target.json");
  }
  const { bareTarget } = await import('../fixtures/target/target-deployment.ts');
  return bareTarget(target, topology ?? 'broker');
}

/** What kept a target from answering, and what to do. */
export function unreachable(url: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return `${url} gives no usable answer: ${error instanceof Error ? error.message : error}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate of ${url} is for another name`;
  if (/CERT|SIGNATURE/.test(code)) {
    return `the certificate of ${url} is not trusted (${code}); name its authority as 'ca' in a target file`;
  }
  if (code === 'EPROTO') return `${url} does not speak TLS; is it http://, or another port?`;
  return `nobody answers at ${url} (${code}); is the stack running?`;
}
