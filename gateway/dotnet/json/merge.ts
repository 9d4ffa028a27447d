/** `JContainer.Merge`: how objects and arrays take in others. */
import type { CallInfo } from '../core/define.ts';
import { argument } from '../primitives/argument-errors.ts';
import { toToken } from './serializer.ts';
import { JArray } from './tree/array.ts';
import type { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import { JToken } from './tree/token.ts';

/** Newtonsoft.Json.Linq.JsonMergeSettings. */
export interface MergeSettings {
  readonly arrays: { readonly value: number } | null;
  readonly nulls: { readonly value: number } | null;
}

const CONCAT = 0;
const UNION = 1;
const REPLACE = 2;
const MERGE_NULLS = 1;

/** Merges content into a container. */
export function mergeContent(
  target: JContainer,
  content: unknown,
  settings: MergeSettings | null,
  call: CallInfo,
): void {
  const source = content instanceof JToken ? content : toToken(content, call.runtime);
  if (target instanceof JObject) {
    if (source instanceof JObject) mergeObject(target, source, settings, call);
  } else if (target instanceof JArray) {
    if (source instanceof JArray) mergeArray(target, source, settings, call);
    else argument(`Unexpected value type for merging: ${source.className}.`);
  }
}

function mergeObject(target: JObject, source: JObject, settings: MergeSettings | null, call: CallInfo): void {
  for (const { name, value } of source.properties) {
    call.runtime.charge(1);
    const existing = target.property(name);
    if (!existing) target.set(name, value);
    else if (value.type === 'Null' || value.type === 'Undefined') {
      if (settings?.nulls?.value === MERGE_NULLS) existing.value = value;
    } else if (existing.value instanceof JObject && value instanceof JObject)
      mergeObject(existing.value, value, settings, call);
    else if (existing.value instanceof JArray && value instanceof JArray)
      mergeArray(existing.value, value, settings, call);
    else existing.value = value;
  }
}

function mergeArray(target: JArray, source: JArray, settings: MergeSettings | null, call: CallInfo): void {
  const handling = settings?.arrays?.value ?? CONCAT;
  const items = [...source.children];
  call.runtime.charge(items.length + 1);
  if (handling === REPLACE) {
    if (target === source) return;
    target.clear();
  }
  if (handling === CONCAT || handling === REPLACE) {
    for (const item of items) target.add(item);
    return;
  }
  if (handling === UNION) {
    for (const item of items) {
      call.runtime.charge(target.children.length);
      if (!target.children.some((existing) => existing.deepEquals(item))) target.add(item);
    }
    return;
  }
  for (const [index, item] of items.entries()) {
    const existing = target.children[index];
    if (!existing) target.add(item);
    else if (existing instanceof JObject && item instanceof JObject) mergeObject(existing, item, settings, call);
    else if (existing instanceof JArray && item instanceof JArray) mergeArray(existing, item, settings, call);
    else if (item.type !== 'Null') target.replaceChild(existing, item);
  }
}
