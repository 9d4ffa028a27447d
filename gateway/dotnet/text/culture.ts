/**
 * Cultures. Expressions cannot name System.Globalization (it is not on the allow-list), so the culture that matters is the
 * gateway's own: classic gateways run on Windows Server with en-US, v2 and self-hosted ones in Linux containers without
 * a locale, which .NET maps to the invariant culture. `Runtime.platform` chooses; the data is .NET 10's.
 */
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import data from './cultures.json' with { type: 'json' };

/** System.Globalization.NumberFormatInfo. */
export interface NumberInfo {
  readonly positiveSign: string;
  readonly negativeSign: string;
  readonly nan: string;
  readonly positiveInfinity: string;
  readonly negativeInfinity: string;
  readonly decimalDigits: number;
  readonly decimalSeparator: string;
  readonly groupSeparator: string;
  readonly groupSizes: readonly number[];
  readonly negativePattern: number;
  readonly currencySymbol: string;
  readonly currencyDecimalDigits: number;
  readonly currencyDecimalSeparator: string;
  readonly currencyGroupSeparator: string;
  readonly currencyGroupSizes: readonly number[];
  readonly currencyPositivePattern: number;
  readonly currencyNegativePattern: number;
  readonly percentSymbol: string;
  readonly perMilleSymbol: string;
  readonly percentDecimalDigits: number;
  readonly percentDecimalSeparator: string;
  readonly percentGroupSeparator: string;
  readonly percentGroupSizes: readonly number[];
  readonly percentPositivePattern: number;
  readonly percentNegativePattern: number;
}

/** System.Globalization.DateTimeFormatInfo. */
export interface DateTimeInfo {
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly genitiveMonths: readonly string[];
  readonly shortGenitiveMonths: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly dateSeparator: string;
  readonly timeSeparator: string;
  readonly shortDate: string;
  readonly longDate: string;
  readonly shortTime: string;
  readonly longTime: string;
  readonly fullDateTime: string;
  readonly monthDay: string;
  readonly yearMonth: string;
  readonly firstDayOfWeek: number;
  readonly calendarWeekRule: number;
  readonly era: string;
}

const cultureType = named('System.Globalization.CultureInfo');

/** A culture in the data file. Written out: declarations that import JSON do not compile everywhere. */
interface CultureData {
  readonly displayName: string;
  readonly twoLetter: string;
  readonly number: NumberInfo;
  readonly dateTime: DateTimeInfo;
}

/** System.Globalization.CultureInfo. */
export class Culture extends NetObject {
  readonly name: string;
  readonly number: NumberInfo;
  readonly dateTime: DateTimeInfo;
  readonly displayName: string;
  readonly twoLetter: string;
  constructor(name: string, source: CultureData) {
    super();
    this.name = name;
    this.number = source.number;
    this.dateTime = source.dateTime;
    this.displayName = source.displayName;
    this.twoLetter = source.twoLetter;
  }
  override get netType(): TypeRef {
    return cultureType;
  }
  toText(): string {
    return this.name;
  }
  equalityKey(): string {
    return `culture:${this.name}`;
  }
}

const table: Readonly<Record<string, CultureData>> = data;
const cultures = new Map<string, Culture>();
for (const [name, source] of Object.entries(table)) cultures.set(name.toLowerCase(), new Culture(name, source));

/** CultureInfo.InvariantCulture. */
export const invariantCulture = cultures.get('') as Culture;

/**
 * en-US as Windows describes it: a plain space before AM/PM, where newer ICU data has U+202F.
 */
const windowsCulture = windowsEnUs();

function windowsEnUs(): Culture {
  const source = table['en-US'] as CultureData;
  const plain = Object.fromEntries(
    Object.entries(source.dateTime).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replaceAll('\u202f', ' ') : value,
    ]),
  );
  const dateTime = plain as unknown as DateTimeInfo;
  return new Culture('en-US', { ...source, dateTime });
}

/** CultureInfo.CurrentCulture of the gateway that is emulated. */
export function currentCulture(runtime: Runtime): Culture {
  return runtime.platform === 'windows' ? windowsCulture : invariantCulture;
}

/** The culture of that name. Throws System.Globalization.CultureNotFoundException for one whose data we do not carry. */
export function findCulture(name: string): Culture {
  const culture = cultures.get(name.toLowerCase());
  if (culture) return culture;
  return throwNet(
    'System.Globalization.CultureNotFoundException',
    `Culture is not supported. (Parameter 'name')\n${name} is an invalid culture identifier.`,
  );
}

/** The culture of an `IFormatProvider` argument: itself, or the current one for null. */
export function cultureOf(provider: unknown, runtime: Runtime): Culture {
  return provider instanceof Culture ? provider : currentCulture(runtime);
}
