import { cachingType } from './caching-type.ts';
import { definePolicy, everySection, type Flow, type Run, type Step } from './policy.ts';
import { anything, integer, optional, required, text } from './schema.ts';
import type { ValueCache } from './services.ts';

/** Eight hours: how long a value lives when the policy does not say. */
const usualSeconds = 28_800;
const seconds = integer(0, 2_147_483_647);

/** Values that a request is making, by cache and key; each ends when its maker is done. */
const making = new WeakMap<ValueCache, Map<string, Promise<void>>>();

/** Where the time is kept from which on a value is due for a refresh, beside the value. */
const refreshKey = (key: string): string => `cache-value refresh ${key}`;

/**
 * `cache-value`: a value of the cache, or what the policies in `value` put into the variable, which is then kept. One
 * request at a time makes a value; the others wait for it, or take the one that is due for a refresh.
 * No reference page describes it: attributes, defaults and outcomes are those of Microsoft's policy toolkit.
 */
export const cacheValue = definePolicy({
  name: 'cache-value',
  sections: everySection,
  schema: {
    attributes: {
      key: required(text),
      'variable-name': required(text, { expressions: false }),
      'expires-after': optional(seconds),
      'refresh-after': optional(seconds),
      'default-value': optional(anything),
      'caching-type': cachingType,
    },
    children: { value: { occurs: '1', policies: 'any' } },
  },
  build: ({ attributes, children }) => {
    const steps: readonly Step[] = children.value[0]?.steps ?? [];
    return async (run) => {
      const key = await attributes.key.get(run);
      const name = await attributes['variable-name'].get(run);
      const cache = run.services.cache(await attributes['caching-type'].get(run));
      if (!cache) {
        run.note('no external cache is configured: the value is made and not kept');
        return make(run, name, undefined, () => Promise.resolve());
      }
      const others = making.get(cache) ?? new Map<string, Promise<void>>();
      making.set(cache, others);
      // a value that is made inside itself waits for nobody
      const own = (run.shared.get('cache-value') ?? new Set<string>()) as Set<string>;
      run.shared.set('cache-value', own);
      const always = (await refreshSeconds(run)) === 0;
      let known = always ? undefined : await cache.lookup(key);
      let other = own.has(key) ? undefined : others.get(key);
      if (known === undefined && !always && other) {
        run.note('waits for the request that makes the value');
        await other;
        known = await cache.lookup(key);
        other = undefined;
      }
      if (known !== undefined && (other || !(await isDue(run, cache, key)))) {
        run.note('hit');
        run.setVariable(name, known);
        return undefined;
      }
      run.note(known === undefined ? 'miss' : 'due for a refresh');
      const done = Promise.withResolvers<void>();
      others.set(key, done.promise);
      own.add(key);
      try {
        return await make(run, name, known, async (value) => {
          const expires = await expirySeconds(run);
          if (expires === 0) return;
          await cache.store(key, value, expires);
          await cache.store(refreshKey(key), String(run.now() + (await refreshSeconds(run)) * 1000), expires);
        });
      } finally {
        own.delete(key);
        if (others.get(key) === done.promise) others.delete(key);
        done.resolve();
      }
    };

    async function expirySeconds(run: Run): Promise<number> {
      return (await attributes['expires-after']?.get(run)) ?? usualSeconds;
    }

    async function refreshSeconds(run: Run): Promise<number> {
      return (await attributes['refresh-after']?.get(run)) ?? (await expirySeconds(run));
    }

    /** Runs `value`. One that sets nothing changes nothing: what was known stays, else the default is taken. */
    async function make(
      run: Run,
      name: string,
      known: unknown,
      keep: (value: unknown) => Promise<void>,
    ): Promise<Flow> {
      const before = run.variables.has(name) ? { value: run.variables.get(name) } : undefined;
      run.variables.delete(name);
      const flow = await run.perform(steps);
      const value = run.variables.get(name);
      if (value !== undefined && value !== null) {
        // lifetimes are evaluated now: they may depend on what was made
        await keep(value);
        return flow;
      }
      if (before) run.variables.set(name, before.value);
      if (known !== undefined) run.setVariable(name, known);
      else if (attributes['default-value']) run.setVariable(name, await attributes['default-value'].get(run));
      return flow;
    }
  },
});

/** Whether a value is to be made anew. One that another policy stored is not. */
async function isDue(run: Run, cache: ValueCache, key: string): Promise<boolean> {
  const due = await cache.lookup(refreshKey(key));
  return typeof due === 'string' && Number(due) <= run.now();
}
