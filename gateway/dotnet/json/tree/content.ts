/** What the content that programs hand to tokens becomes. */
import { isEnumerable } from '../../collections/enumerate.ts';
import { NetArray } from '../../core/values.ts';
import { JToken } from './token.ts';
import { JValue } from './value.ts';

/** Whether content is a sequence whose items are added one by one. */
export function isMultiContent(content: unknown): boolean {
  if (typeof content === 'string' || content instanceof JToken) return false;
  if (content instanceof NetArray && content.items instanceof Uint8Array) return false;
  return isEnumerable(content);
}

/** The token for a piece of content: itself, or a value. */
export function contentToken(content: unknown): JToken {
  return content instanceof JToken ? content : JValue.of(content);
}
