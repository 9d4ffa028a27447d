/**
 * System.Globalization as far as members take it as an argument. Its types are not on the allow-list, so the binder
 * decides whether an expression may name them.
 */
import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import { type Culture, currentCulture, findCulture, invariantCulture } from './culture.ts';
import { NumberStyles } from './number-parse.ts';

defineEnum({ name: 'System.Globalization.NumberStyles', flags: true, values: NumberStyles });

defineType({
  name: 'System.Globalization.CultureInfo',
  kind: 'class',
  interfaces: ['IFormatProvider'],
  members: {
    'CultureInfo(string name)': (name: string | null) => findCulture(required(name, 'name')),
    'static CultureInfo InvariantCulture { get; }': () => invariantCulture,
    'static CultureInfo CurrentCulture { get; }': (call: CallInfo) => currentCulture(call.runtime),
    'static CultureInfo CurrentUICulture { get; }': (call: CallInfo) => currentCulture(call.runtime),
    'static CultureInfo GetCultureInfo(string name)': (name: string | null) => findCulture(required(name, 'name')),
    'string Name { get; }': (self: Culture) => self.name,
    'string DisplayName { get; }': (self: Culture) => self.displayName,
    'string EnglishName { get; }': (self: Culture) => self.displayName,
    'string TwoLetterISOLanguageName { get; }': (self: Culture) => self.twoLetter,
  },
});
