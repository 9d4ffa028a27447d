import type { Runtime } from '../../dotnet/core/define.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import { Boxed, NetArray } from '../../dotnet/core/values.ts';
import { toText } from '../../dotnet/primitives/virtual.ts';
import { currentCulture } from '../../dotnet/text/culture.ts';
import { DateTime } from '../../dotnet/time/date-time-value.ts';

/** A context variable as a template sees it: JSON as its members, numbers as numbers, everything else as text. */
export function variableValue(value: unknown, runtime: Runtime): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Boxed)
    return value.type === T.char ? String.fromCharCode(Number(value.value)) : Number(value.value);
  if (value instanceof DateTime) {
    return { format: (format: string | null) => value.formatText(format, currentCulture(runtime)) };
  }
  if (value instanceof NetArray && !(value.items instanceof Uint8Array)) {
    return value.items.map((item) => variableValue(item, runtime));
  }
  const printed = toText(value, runtime);
  if (!/^\s*[{[]/.test(printed)) return printed;
  try {
    return JSON.parse(printed);
  } catch {
    return printed;
  }
}
