import { throwNet } from '../core/exception.ts';

/** Why a text is not a date and time. */
export type DateTimeFailure =
  | { readonly kind: 'format' | 'dayOfWeek' | 'calendar' | 'offset' | 'range' | 'utcRange' }
  | { readonly kind: 'word'; readonly index: number };

/** The text is no date. */
export const FORMAT: DateTimeFailure = { kind: 'format' };

/** Throws the System.FormatException that .NET throws for a failure. */
export function raiseDateTime(text: string, failure: DateTimeFailure): never {
  return throwNet('System.FormatException', message(text, failure));
}

function message(text: string, failure: DateTimeFailure): string {
  switch (failure.kind) {
    case 'format':
      return `String '${text}' was not recognized as a valid DateTime.`;
    case 'dayOfWeek':
      return `String '${text}' was not recognized as a valid DateTime because the day of week was incorrect.`;
    case 'calendar':
      return `The DateTime represented by the string '${text}' is not supported in calendar 'System.Globalization.GregorianCalendar'.`;
    case 'offset':
      return `The time zone offset of string '${text}' must be within plus or minus 14 hours.`;
    case 'range':
      return `The DateTime represented by the string '${text}' is out of range.`;
    case 'utcRange':
      return `The UTC representation of the date '${text}' falls outside the year range 1-9999.`;
    case 'word':
      return `The string '${text}' was not recognized as a valid DateTime. There is an unknown word starting at index '${failure.index}'.`;
  }
}
