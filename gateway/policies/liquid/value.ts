/** Values of templates, and how they print and compare. */
import { EMPTY } from './expression.ts';

/** A date that JSON held as text, or that came from a .NET DateTime. */
export interface LiquidDate {
  /** @param format as .NET has it; null for the general one */
  format(format: string | null): string;
}

/** Whether a value formats itself as a date. */
export const isDate = (value: unknown): value is LiquidDate =>
  typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'function';

/** Whether a value has members by name. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value);

/** A value as the template prints it. */
export function print(value: unknown): string {
  if (value === null || value === undefined || value === EMPTY) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(print).join('');
  if (isDate(value)) return value.format(null);
  return JSON.stringify(value, (_key, member: unknown) => (isDate(member) ? member.format('o') : member));
}

/** Only null and false are not true. */
export const truthy = (value: unknown): boolean => value !== null && value !== undefined && value !== false;

/** A value as a number: the one that its text begins with, else 0. */
export function number(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const parsed = Number.parseFloat(print(value));
  return Number.isFinite(parsed) ? parsed : 0;
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);

/** `==` of templates, which knows `empty` and null. */
export function equals(left: unknown, right: unknown): boolean {
  if (right === EMPTY) return isEmpty(left);
  if (left === EMPTY) return isEmpty(right);
  if (typeof left === 'number' && typeof right === 'number') return left === right;
  if ((left ?? null) === null || (right ?? null) === null) return (left ?? null) === (right ?? null);
  return typeof left === typeof right ? print(left) === print(right) : false;
}

/** A comparison of templates by its operator. */
export function compare(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
    case '<>':
      return !equals(left, right);
    case 'contains':
      if (typeof left === 'string') return left.includes(print(right));
      return Array.isArray(left) && left.some((item) => equals(item, right));
    default: {
      if ((left ?? null) === null || (right ?? null) === null) return false;
      const numeric = typeof left === 'number' && typeof right === 'number';
      const [a, b] = numeric ? [left, right] : [print(left), print(right)];
      if (operator === '<') return a < b;
      if (operator === '>') return a > b;
      return operator === '<=' ? a <= b : a >= b;
    }
  }
}
