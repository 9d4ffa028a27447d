import { knownText, partsOf, textOf, Unknown, type Value } from '../../../bicep/value.ts';

/** `/providers/TYPE/NAME…` of the arguments of resourceId(): scopes come before the type. */
export function resourceId(args: readonly Value[]): Value {
  const at = args.findIndex((each) => /^[A-Za-z0-9.]+\.[A-Za-z0-9.]+\//.test(knownText(each) ?? ''));
  const type = knownText(args[at]);
  if (at < 0 || type === undefined) return new Unknown('resourceId()');
  const [provider = '', ...segments] = type.split('/');
  const names = args.slice(at + 1);
  const parts = segments.flatMap((segment, index) => [`/${segment}/`, ...partsOf(names[index] ?? '', segment)]);
  return textOf([`/providers/${provider}`, ...parts]);
}

/** Type and name of an id. */
export function parseId(id: string): { readonly type: string; readonly of: string } {
  const [, provider = '', rest = ''] = /\/providers\/([^/]+)\/(?!.*\/providers\/)(.*)$/.exec(id) ?? [];
  const parts = rest.split('/');
  return {
    type: [provider, ...parts.filter((_part, index) => index % 2 === 0)].join('/'),
    of: parts.filter((_part, index) => index % 2 === 1).join('/') || id,
  };
}
