import { readPolicy } from '../document/read-policy.ts';
import type { ForeignService } from './foreign-service.ts';
import { usagesOf } from './usage.ts';

/** A place in a policy as messages tell it: the file as it is called, line and column from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const before = (a: Omit<Place, 'file'>, b: Omit<Place, 'file'>): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

/** How a variable of Terraform is written in an expression. */
const variable = /\bvar\.[A-Za-z_][\w-]*/g;

/** The tag or the text between two tags that an offset is in. */
function around(text: string, offset: number): { start: number; end: number } {
  let start = offset;
  while (start > 0 && text[start - 1] !== '>' && text[start] !== '<') start -= 1;
  const next = text.slice(offset).search(/[<>]/);
  return { start, end: next < 0 ? text.length : offset + next };
}

function sentence(name: string, source: string): string {
  // a parameter of Bicep is its name alone
  const variables = [...new Set(/^\w+$/.test(source) ? [source] : source.match(variable))];
  const give =
    variables.length > 0
      ? `${variables.join(' and ')} in 'parameters' or 'parameterFiles'`
      : "the parameters that it is made of in 'parameters' or 'parameterFiles'";
  return `What stands there is made up for '${source}': give ${give} of the configuration, or the named value '${name}' in 'namedValues'.`;
}

/**
 * Why a policy may be wrong at a place only here: a value stands there that the deployment decides, made up for the trial.
 * @returns what is not known and how to give it, a sentence; undefined where all that stands there is the files' own
 */
export function unknownAt(
  { service, gaps }: Pick<ForeignService, 'service' | 'gaps'>,
  place: Place,
): string | undefined {
  for (const source of usagesOf(service).keys()) {
    if (source.file !== place.file) continue;
    const document = readPolicy(source);
    for (const { name, span } of document.namedValues) {
      const gap = gaps.find((each) => 'name' in each && each.name === name);
      const [, expression] = /^'(.*)' is known only when deployed/s.exec(gap?.message ?? '') ?? [];
      if (expression === undefined) continue;
      const { start, end } = around(source.text, span.start);
      if (!before(place, document.position(start)) && !before(document.position(end), place))
        return sentence(name, expression);
    }
  }
  return undefined;
}
