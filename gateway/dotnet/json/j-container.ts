import { type CallInfo, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type EnumValue, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { tokens } from './j-token.ts';
import { descendants } from './json-path-filter.ts';
import { type MergeSettings, mergeContent } from './merge.ts';
import type { JContainer } from './tree/container.ts';

/** Newtonsoft.Json.Linq.JsonMergeSettings. */
class JsonMergeSettings extends NetObject implements MergeSettings {
  arrays: EnumValue | null = null;
  nulls: EnumValue | null = null;
  override get netType(): TypeRef {
    return named('Newtonsoft.Json.Linq.JsonMergeSettings');
  }
}

defineType({
  name: 'Newtonsoft.Json.Linq.JsonMergeSettings',
  kind: 'class',
  members: {
    'JsonMergeSettings()': () => new JsonMergeSettings(),
    'MergeArrayHandling MergeArrayHandling { get; set; }': {
      get: (self: JsonMergeSettings) => self.arrays,
      set: (self: JsonMergeSettings, value: EnumValue) => {
        self.arrays = value;
      },
    },
    'MergeNullValueHandling MergeNullValueHandling { get; set; }': {
      get: (self: JsonMergeSettings) => self.nulls,
      set: (self: JsonMergeSettings, value: EnumValue) => {
        self.nulls = value;
      },
    },
  },
});

defineType({
  name: 'Newtonsoft.Json.Linq.JContainer',
  kind: 'class',
  base: 'JToken',
  members: {
    'int Count { get; }': (self: JContainer) => self.children.length,
    'void Add(object content)': (self: JContainer, content: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.add(content);
    },
    'void AddFirst(object content)': (self: JContainer, content: unknown) => self.add(content, 0),
    'void RemoveAll()': (self: JContainer) => {
      while (self.children.length > 0) self.removeAt(self.children.length - 1);
    },
    'void ReplaceAll(object content)': (self: JContainer, content: unknown) => {
      while (self.children.length > 0) self.removeAt(self.children.length - 1);
      self.add(content);
    },
    'IEnumerable<JToken> Descendants()': (self: JContainer) => tokens(() => descendants(self)),
    'IEnumerable<JToken> DescendantsAndSelf()': (self: JContainer) =>
      tokens(function* () {
        yield self;
        yield* descendants(self);
      }),
    'void Merge(object content)': (self: JContainer, content: unknown, call: CallInfo) =>
      mergeContent(self, required(content, 'content'), null, call),
    'void Merge(object content, JsonMergeSettings settings)': (
      self: JContainer,
      content: unknown,
      settings: MergeSettings | null,
      call: CallInfo,
    ) => mergeContent(self, required(content, 'content'), settings, call),
  },
});
