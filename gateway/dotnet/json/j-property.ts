import { defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { JArray } from './tree/array.ts';
import { contentToken, isMultiContent } from './tree/content.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';

/** What a property holds for a piece of content: sequences become arrays. */
function propertyContent(content: unknown): JToken {
  if (!isMultiContent(content)) return contentToken(content);
  const array = new JArray();
  array.add(content);
  return array;
}

const create = (name: string | null, content: unknown): JProperty => {
  const property = JProperty.empty(required(name, 'name'));
  const value = property.adopt(propertyContent(content));
  property.accepts(value);
  property.insertAt(0, value);
  return property;
};

defineType({
  name: 'Newtonsoft.Json.Linq.JProperty',
  kind: 'class',
  base: 'JContainer',
  members: {
    'JProperty(JProperty other)': (other: JProperty | null) => required(other, 'other').clone(),
    'JProperty(string name, params object[] content)': (name: string | null, content: NetArray | null) =>
      create(name, content),
    'JProperty(string name, object content)': create,
    'string Name { get; }': (self: JProperty) => self.name,
    'JToken Value { get; set; }': {
      get: (self: JProperty) => self.value,
      set: (self: JProperty, value: JToken | null) => {
        self.value = value;
      },
    },
  },
});
