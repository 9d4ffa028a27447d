import { fileURLToPath } from 'node:url';
import { type Case, findCaseFiles, readCaseFile } from '../../gateway/oracle/case-file.ts';

/** Where the oracle's case files are. */
export const caseFolder = fileURLToPath(new URL('../../gateway/oracle/cases', import.meta.url));

/** The cases of all case files that compile and give a value, in order. */
export function casesWithValue(): Case[] {
  return findCaseFiles(caseFolder)
    .map(readCaseFile)
    .flatMap(({ cases, expected }) => cases.filter(({ id }) => Object.hasOwn(expected?.cases.get(id) ?? {}, 'value')));
}
