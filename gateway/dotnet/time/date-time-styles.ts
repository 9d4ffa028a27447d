/** System.Globalization.DateTimeStyles: which of them go together. */
import { argument } from '../primitives/argument-errors.ts';

const NO_CURRENT_DATE_DEFAULT = 8;
const ADJUST_TO_UNIVERSAL = 16;
const ASSUME_LOCAL = 32;
const ASSUME_UNIVERSAL = 64;
const ROUNDTRIP_KIND = 128;

/** Throws System.ArgumentException for styles that exclude each other. @param parameter as messages call it */
export function checkStyles(styles: number, parameter: string): void {
  if (styles & ~0xff) argument('An undefined DateTimeStyles value is being used.', parameter);
  if (styles & ASSUME_LOCAL && styles & ASSUME_UNIVERSAL) {
    argument('The DateTimeStyles values AssumeLocal and AssumeUniversal cannot be used together.', parameter);
  }
  if (styles & ROUNDTRIP_KIND && styles & (ASSUME_LOCAL | ASSUME_UNIVERSAL | ADJUST_TO_UNIVERSAL)) {
    argument(
      'The DateTimeStyles value RoundtripKind cannot be used with the values AssumeLocal, AssumeUniversal or AdjustToUniversal.',
      parameter,
    );
  }
}

/** The same for a DateTimeOffset, which has a date of its own and no kind to keep. */
export function checkOffsetStyles(styles: number): void {
  checkStyles(styles & ~ROUNDTRIP_KIND, 'styles');
  if (styles & NO_CURRENT_DATE_DEFAULT) {
    argument("The DateTimeStyles value 'NoCurrentDateDefault' is not allowed when parsing DateTimeOffset.", 'styles');
  }
}
