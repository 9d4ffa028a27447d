import { Dictionary, dictionaryType } from '../collections/dictionary.ts';
import { elements } from '../collections/enumerate.ts';
import { KeyValuePair } from '../collections/key-value-pair.ts';
import { listOf } from '../collections/list.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { named, T } from '../core/type-ref.ts';
import { urlDecode, urlEncode } from '../net/url-text.ts';
import { fullName } from './names.ts';

const listOfStrings = named('System.Collections.Generic.IList', T.string);

/** `AsFormUrlEncodedContent`: names to lists of values, in order of first appearance. */
export function formContent(text: string, call: CallInfo): Dictionary {
  call.runtime.charge(text.length);
  const form = new Dictionary(dictionaryType(T.string, listOfStrings));
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = urlDecode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : urlDecode(pair.slice(equals + 1));
    const known = form.find(name) as ReturnType<typeof listOf> | undefined;
    if (known) known.items.push(value);
    else form.put(name, listOf(T.string, [value]));
  }
  return form;
}

/** The dictionary as a form body. */
function encode(source: unknown, call: CallInfo): string {
  const pairs: string[] = [];
  for (const pair of elements(source)) {
    if (!(pair instanceof KeyValuePair)) continue;
    for (const value of elements(pair.value ?? [])) {
      pairs.push(`${urlEncode(String(pair.key))}=${urlEncode(String(value ?? ''))}`);
    }
  }
  const text = pairs.join('&');
  call.runtime.charge(text.length);
  return text;
}

defineType({
  name: fullName('FormContentExtensions'),
  kind: 'class',
  members: {
    'static string ToFormUrlEncodedContent(this IDictionary<string, IList<string>> dictionary)': (
      source: unknown,
      call: CallInfo,
    ) => (source === null ? null : encode(source, call)),
    'static string ToQueryString(this IDictionary<string, IList<string>> dictionary)': (
      source: unknown,
      call: CallInfo,
    ) => {
      const text = source === null ? '' : encode(source, call);
      return text === '' ? null : `?${text}`;
    },
  },
});
