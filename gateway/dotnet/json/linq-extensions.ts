/** Newtonsoft.Json.Linq.Extensions: LINQ to JSON over sequences of tokens. */

import { elements } from '../collections/enumerate.ts';
import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { required } from '../primitives/argument-errors.ts';
import { tokens, valuesOf } from './j-token.ts';
import { descendants } from './json-path-filter.ts';
import { tokenAs } from './token-as.ts';
import type { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import type { JToken } from './tree/token.ts';

type Source = Iterable<JToken>;
const list = (source: unknown): Source => elements(required(source, 'source')) as Source;
const last = (call: CallInfo): TypeRef => call.typeArgs.at(-1) ?? T.object;

function convert(source: Source, type: TypeRef, call: CallInfo): Sequence {
  return new Sequence(type, function* () {
    for (const token of source) {
      call.runtime.charge(1);
      yield tokenAs(token, type, call.runtime);
    }
  });
}

function* ancestors(source: Source, withSelf: boolean): Source {
  for (const start of source) {
    for (let token: JToken | null = withSelf ? start : start.parent; token; token = token.parent) yield token;
  }
}

function* below(source: Source, withSelf: boolean): Source {
  for (const token of source) {
    if (withSelf) yield token;
    yield* descendants(token as JContainer);
  }
}

defineType({
  name: 'Newtonsoft.Json.Linq.Extensions',
  kind: 'class',
  members: {
    'static U Value<U>(this IEnumerable<JToken> value)': (source: unknown, call: CallInfo) =>
      tokenAs(required(source as JToken | null, 'value'), last(call), call.runtime),
    'static IJEnumerable<JToken> Values(this IEnumerable<JToken> source)': (source: unknown, call: CallInfo) =>
      valuesOf(list(source), null, call),
    'static IJEnumerable<JToken> Values(this IEnumerable<JToken> source, object key)': (
      source: unknown,
      key: unknown,
      call: CallInfo,
    ) => valuesOf(list(source), key, call),
    'static IEnumerable<U> Values<U>(this IEnumerable<JToken> source)': (source: unknown, call: CallInfo) =>
      convert(valuesOf(list(source), null, call) as Iterable<unknown> as Source, last(call), call),
    'static IEnumerable<U> Values<U>(this IEnumerable<JToken> source, object key)': (
      source: unknown,
      key: unknown,
      call: CallInfo,
    ) => convert(valuesOf(list(source), key, call) as Iterable<unknown> as Source, last(call), call),
    'static IJEnumerable<JToken> Children<T>(this IEnumerable<T> source)': (source: unknown, call: CallInfo) =>
      valuesOf(list(source), null, call),
    'static IJEnumerable<JProperty> Properties(this IEnumerable<JObject> source)': (source: unknown) =>
      new Sequence(named('Newtonsoft.Json.Linq.JProperty'), function* () {
        for (const token of list(source)) if (token instanceof JObject) yield* token.properties;
      }),
    'static IJEnumerable<JToken> Ancestors<T>(this IEnumerable<T> source)': (source: unknown) =>
      tokens(() => ancestors(list(source), false)),
    'static IJEnumerable<JToken> AncestorsAndSelf<T>(this IEnumerable<T> source)': (source: unknown) =>
      tokens(() => ancestors(list(source), true)),
    'static IJEnumerable<JToken> Descendants<T>(this IEnumerable<T> source)': (source: unknown) =>
      tokens(() => below(list(source), false)),
    'static IJEnumerable<JToken> DescendantsAndSelf<T>(this IEnumerable<T> source)': (source: unknown) =>
      tokens(() => below(list(source), true)),
    'static IJEnumerable<JToken> AsJEnumerable(this IEnumerable<JToken> source)': (source: unknown) =>
      required(source, 'source'),
  },
});
