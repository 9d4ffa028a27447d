import { difference } from './agreement.ts';
import { type Case, type CaseFile, caseName, type Expected, type ExpectedFile, type Outcome } from './case-file.ts';
import type { Engine } from './engine.ts';

/** How one case came out in our engine, beside what was expected. */
export interface Comparison {
  /** `topic/file#id` */
  readonly name: string;
  readonly topic: string;
  readonly expression: string;
  /** False for cases that documentation decides in place of .NET. */
  readonly counted: boolean;
  /** True when .NET gives another outcome each time: there is nothing to agree with. */
  readonly unstable: boolean;
  /** How they differ; undefined when they agree. */
  readonly difference: string | undefined;
}

/**
 * Runs the cases of a file in our engine and compares.
 * @param expected the expected side, committed or just recomputed
 */
export function compareFile(file: CaseFile, expected: ExpectedFile, engine: Engine): Comparison[] {
  return file.cases.map((one) => {
    const wanted = expected.cases.get(one.id);
    return {
      name: caseName(file, one),
      topic: file.topic,
      expression: one.expression,
      counted: one.cites === undefined && !wanted?.unstable,
      unstable: wanted?.unstable ?? false,
      difference: wanted ? compare(one, wanted, engine) : 'no expected side: recompute it',
    };
  });
}

function compare(one: Case, expected: Expected, engine: Engine): string | undefined {
  if (expected.unstable) return undefined;
  const wanted: Outcome = one.documented ? (one.documented as Outcome) : expected;
  const found = difference(wanted, engine.run(one, 'linux'));
  // What .NET says of Windows counts where the case says that it matters: newlines can't be told from their values.
  if (found !== undefined || !expected.windows || !one.runtimeDependent) return found;
  const onWindows = difference(expected.windows, engine.run(one, 'windows'));
  return onWindows === undefined ? undefined : `on Windows: ${onWindows}`;
}
