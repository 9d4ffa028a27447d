import { isObject, type Value } from '../../../bicep/value.ts';
import type { Expression } from './hcl-syntax.ts';

/**
 * A variable's value with the optional attributes that it leaves out: their defaults, or null, as Terraform converts it to
 * the variable's type (language reference, "Optional Object Type Attributes").
 * @param type the constraint as it is written: `map(object({ name = string, note = optional(string) }))`
 * @param evaluate works out a default
 */
export function withOptionalAttributes(value: Value, type: Expression, evaluate: (node: Expression) => Value): Value {
  if (type.kind !== 'call') return value;
  const [inner, fallback] = type.arguments;
  if (!inner) return value;
  switch (type.name) {
    case 'optional':
      if (value === null) return fallback ? evaluate(fallback) : null;
      return withOptionalAttributes(value, inner, evaluate);
    case 'list':
    case 'set':
    case 'map': {
      const each = (item: Value): Value => withOptionalAttributes(item, inner, evaluate);
      if (Array.isArray(value)) return value.map(each);
      if (value === null || !isObject(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, each(item)]));
    }
    case 'object': {
      if (inner.kind !== 'object' || value === null || !isObject(value)) return value;
      const result: Record<string, Value> = { ...value };
      for (const { key, value: attribute } of inner.entries) {
        const name = evaluate(key);
        if (typeof name !== 'string' || name === '__proto__') continue;
        const optional = attribute.kind === 'call' && attribute.name === 'optional';
        if (Object.hasOwn(result, name) || optional)
          result[name] = withOptionalAttributes(result[name] ?? null, attribute, evaluate);
      }
      return result;
    }
    default:
      return value;
  }
}
