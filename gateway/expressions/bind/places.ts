import type { Binder } from './binder.ts';
import type { Bound } from './bound.ts';
import { shortName } from './display.ts';

/** Static members that are fields in .NET. */
const READ_ONLY_FIELDS = new Set([
  'System.String.Empty',
  'System.Guid.Empty',
  'System.DateTime.MinValue',
  'System.DateTime.MaxValue',
  'System.DateTimeOffset.MinValue',
  'System.DateTimeOffset.MaxValue',
  'System.TimeSpan.Zero',
  'System.TimeSpan.MinValue',
  'System.TimeSpan.MaxValue',
  'System.Uri.UriSchemeHttp',
  'System.Uri.UriSchemeHttps',
]);

/** Whether the expression is a variable in the sense of C#: something a Ref can point to. */
export function isAssignable(value: Bound): boolean {
  switch (value.kind) {
    case 'local':
      return value.variable.constant === undefined && value.variable.readOnly === undefined;
    case 'arrayElement':
    case 'error':
    case 'declaration':
      return true;
    case 'tupleItem':
      return isAssignable(value.tuple);
    default:
      return false;
  }
}

/** Whether a value can be stored: a variable, or a property or indexer with a setter. */
export function isWritable(value: Bound): boolean {
  return value.kind === 'property' ? value.property.set !== undefined : isAssignable(value);
}

/** Says why something cannot be written. */
export function reportNotAssignable(binder: Binder, value: Bound, use: 'assignment' | 'increment' | 'argument'): void {
  if (value.kind === 'local' && value.variable.readOnly) {
    const verb = use === 'argument' ? 'use' : 'assign to';
    const suffix = use === 'argument' ? ' as a ref or out value' : '';
    const message = `Cannot ${verb} '${value.variable.name}'${suffix} because it is a '${value.variable.readOnly}'`;
    binder.report(use === 'argument' ? 'CS1657' : 'CS1656', message, value.span);
    return;
  }
  if (value.kind === 'property' && use !== 'argument') {
    const { property, receiver } = value;
    if (READ_ONLY_FIELDS.has(`${receiver.name}.${property.name}`)) {
      const message =
        'A static readonly field cannot be assigned to (except in a static constructor or a variable initializer)';
      binder.report('CS0198', message, value.span);
      return;
    }
    const name =
      property.kind === 'indexer'
        ? `this[${property.parameters.map((each) => shortName(each.type)).join(', ')}]`
        : property.name;
    const message = `Property or indexer '${shortName(receiver)}.${name}' cannot be assigned to -- it is read only`;
    binder.report('CS0200', message, value.span);
    return;
  }
  if (value.kind === 'property') {
    binder.report(
      'CS0206',
      'A non ref-returning property or indexer may not be used as an out or ref value',
      value.span,
    );
    return;
  }
  if (use === 'argument') binder.report('CS1510', 'A ref or out value must be an assignable variable', value.span);
  else if (use === 'increment') {
    const message = 'The operand of an increment or decrement operator must be a variable, property or indexer';
    binder.report('CS1059', message, value.span);
  } else {
    binder.report('CS0131', 'The left-hand side of an assignment must be a variable, property or indexer', value.span);
  }
}
