import { InvalidValue, type Kind } from '../schema.ts';

/** `clock-skew`: seconds, or a time span as .NET writes it (`00:05:00`). */
export const clockSkew: Kind<number> = {
  parse: (literal) => {
    const text = literal.trim();
    if (/^\d{1,9}$/.test(text)) return Number(text);
    const span = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(text);
    if (span) return Number(span[1]) * 3600 + Number(span[2]) * 60 + Number(span[3]);
    throw new InvalidValue(`has to be a number of seconds, and is '${literal}'`);
  },
  convert: (_value, print) => clockSkew.parse(print()),
};
