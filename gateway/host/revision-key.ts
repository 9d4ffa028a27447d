/** Tells apart what the revisions of one API have of their own: they share its id. */
import type { Api } from '../model.ts';

/** A key for maps of what belongs to one revision, such as its policies. */
export const revisionKey = ({ id, revision }: Pick<Api, 'id' | 'revision'>): string => `${id};rev=${revision}`;
