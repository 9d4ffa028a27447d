import { NetArray } from '../dotnet/core/values.ts';
import type { Kind } from './schema.ts';

/** What set-body and log-to-eventhub take: a string, sent as UTF-8, or a byte array; anything else is printed. */
export const bodyContent: Kind<Uint8Array> = {
  parse: (literal) => Buffer.from(literal, 'utf8'),
  convert: (value, print) => {
    if (value === null) return new Uint8Array();
    if (value instanceof NetArray && value.items instanceof Uint8Array) return value.items;
    return Buffer.from(print(), 'utf8');
  },
};
