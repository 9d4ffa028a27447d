/** Custom numeric format strings (`#,##0.00;(0)`), the algorithm of .NET's formatter, checked against .NET 10. */
import type { NumberInfo } from './culture.ts';
import { type NumberBuffer, roundBuffer } from './number-buffer.ts';

/** Where the section for `index` (0 positive, 1 negative, 2 zero) begins; 0 when the format has none. */
function findSection(format: string, index: number): number {
  if (index === 0) return 0;
  let left = index;
  for (let i = 0; i < format.length; ) {
    const ch = format[i++];
    if (ch === "'" || ch === '"') {
      while (i < format.length && format[i] !== ch) i++;
      i++;
    } else if (ch === '\\') {
      i++;
    } else if (ch === ';') {
      if (--left !== 0) continue;
      return i < format.length && format[i] !== ';' ? i : 0;
    }
  }
  return 0;
}

interface Layout {
  digitCount: number;
  decimalPos: number;
  firstDigit: number;
  lastDigit: number;
  scientific: boolean;
  thousandSeps: boolean;
  scaleAdjust: number;
}

function measure(format: string, section: number): Layout {
  const layout = { digitCount: 0, decimalPos: -1, firstDigit: 0x7fffffff, lastDigit: 0, scientific: false };
  let thousandPos = -1;
  let thousandCount = 0;
  let thousandSeps = false;
  let scaleAdjust = 0;
  for (let i = section; i < format.length && format[i] !== ';'; ) {
    const ch = format[i++] as string;
    if (ch === '#') layout.digitCount++;
    else if (ch === '0') {
      if (layout.firstDigit === 0x7fffffff) layout.firstDigit = layout.digitCount;
      layout.lastDigit = ++layout.digitCount;
    } else if (ch === '.') {
      if (layout.decimalPos < 0) layout.decimalPos = layout.digitCount;
    } else if (ch === ',') {
      if (layout.digitCount === 0 || layout.decimalPos >= 0) continue;
      if (thousandPos >= 0) {
        if (thousandPos === layout.digitCount) {
          thousandCount++;
          continue;
        }
        thousandSeps = true;
      }
      thousandPos = layout.digitCount;
      thousandCount = 1;
    } else if (ch === '%') scaleAdjust += 2;
    else if (ch === '‰') scaleAdjust += 3;
    else if (ch === "'" || ch === '"') {
      while (i < format.length && format[i] !== ch) i++;
      i++;
    } else if (ch === '\\') i++;
    else if (ch === 'E' || ch === 'e') {
      const sign = format[i] === '+' || format[i] === '-';
      if (format[i] === '0' || (sign && format[i + 1] === '0')) {
        i++;
        while (format[i] === '0') i++;
        layout.scientific = true;
      }
    }
  }
  if (layout.decimalPos < 0) layout.decimalPos = layout.digitCount;
  if (thousandPos >= 0) {
    if (thousandPos === layout.decimalPos) scaleAdjust -= thousandCount * 3;
    else thousandSeps = true;
  }
  return { ...layout, thousandSeps, scaleAdjust };
}

/** The exponent with its marker: `E+003`. */
export function formatExponent(
  exponent: number,
  marker: string,
  minimumDigits: number,
  positiveSign: boolean,
  info: NumberInfo,
): string {
  const sign = exponent < 0 ? info.negativeSign : positiveSign ? info.positiveSign : '';
  return marker + sign + String(Math.abs(exponent)).padStart(minimumDigits, '0');
}

/** Positions, counted from the decimal point, after which a group separator stands. */
function groupPositions(sizes: readonly number[], digits: number): number[] {
  const positions: number[] = [];
  let index = 0;
  let size = sizes[0] ?? 0;
  let total = size;
  while (digits > total && size !== 0) {
    positions.push(total);
    if (index < sizes.length - 1) size = sizes[++index] ?? 0;
    total += size;
  }
  return positions;
}

/** Formats by a custom format. `buffer` is consumed. */
export function formatCustom(buffer: NumberBuffer, format: string, info: NumberInfo): string {
  let section = findSection(format, buffer.digits === '' ? 2 : buffer.negative ? 1 : 0);
  let layout: Layout;
  for (;;) {
    layout = measure(format, section);
    if (buffer.digits === '') {
      if (buffer.kind !== 'float') buffer.negative = false;
      buffer.scale = 0;
      break;
    }
    buffer.scale += layout.scaleAdjust;
    const position = layout.scientific ? layout.digitCount : buffer.scale + layout.digitCount - layout.decimalPos;
    roundBuffer(buffer, position, false);
    if (buffer.digits !== '') break;
    const zeroSection = findSection(format, 2);
    if (zeroSection === section) break;
    section = zeroSection;
  }
  return render(buffer, format, section, layout, info);
}

function render(buffer: NumberBuffer, format: string, section: number, layout: Layout, info: NumberInfo): string {
  const { digits } = buffer;
  const firstDigit = layout.firstDigit < layout.decimalPos ? layout.decimalPos - layout.firstDigit : 0;
  const lastDigit = layout.lastDigit > layout.decimalPos ? layout.decimalPos - layout.lastDigit : 0;
  let digPos = layout.scientific ? layout.decimalPos : Math.max(buffer.scale, layout.decimalPos);
  let adjust = layout.scientific ? 0 : buffer.scale - layout.decimalPos;
  const separators =
    layout.thousandSeps && info.groupSeparator !== ''
      ? groupPositions(info.groupSizes, Math.max(firstDigit, digPos + Math.min(adjust, 0)))
      : [];
  let out = '';
  let scientific = layout.scientific;
  let decimalWritten = false;
  let cur = 0;
  if (buffer.negative && section === 0 && buffer.scale !== 0) out += info.negativeSign;
  const separate = (): void => {
    if (layout.thousandSeps && digPos > 1 && separators.length > 0 && digPos === (separators.at(-1) ?? 0) + 1) {
      out += info.groupSeparator;
      separators.pop();
    }
  };
  for (let i = section; i < format.length && format[i] !== ';'; ) {
    const ch = format[i++] as string;
    if (adjust > 0 && (ch === '#' || ch === '0' || ch === '.')) {
      while (adjust > 0) {
        out += digits[cur++] ?? '0';
        separate();
        digPos--;
        adjust--;
      }
    }
    if (ch === '#' || ch === '0') {
      let digit = '';
      if (adjust < 0) {
        adjust++;
        digit = digPos <= firstDigit ? '0' : '';
      } else digit = digits[cur++] ?? (digPos > lastDigit ? '0' : '');
      if (digit !== '') {
        out += digit;
        separate();
      }
      digPos--;
    } else if (ch === '.') {
      if (digPos !== 0 || decimalWritten) continue;
      if (lastDigit < 0 || (layout.decimalPos < layout.digitCount && cur < digits.length)) {
        out += info.decimalSeparator;
        decimalWritten = true;
      }
    } else if (ch === '‰') out += info.perMilleSymbol;
    else if (ch === '%') out += info.percentSymbol;
    else if (ch === ',') continue;
    else if (ch === "'" || ch === '"') {
      while (i < format.length && format[i] !== ch) out += format[i++];
      i++;
    } else if (ch === '\\') {
      if (i < format.length) out += format[i++];
    } else if (ch === 'E' || ch === 'e') {
      const sign = format[i];
      if (scientific) {
        let zeros = 0;
        if (sign === '0') zeros++;
        else if (!((sign === '+' || sign === '-') && format[i + 1] === '0')) {
          out += ch;
          continue;
        }
        i++;
        while (format[i] === '0') {
          zeros++;
          i++;
        }
        const exponent = digits === '' ? 0 : buffer.scale - layout.decimalPos;
        out += formatExponent(exponent, ch, Math.min(zeros, 10), sign === '+', info);
        scientific = false;
      } else {
        out += ch;
        if (sign === '+' || sign === '-') out += format[i++];
        while (format[i] === '0') out += format[i++];
      }
    } else out += ch;
  }
  if (buffer.negative && section === 0 && buffer.scale === 0 && out !== '') out = info.negativeSign + out;
  return out;
}
