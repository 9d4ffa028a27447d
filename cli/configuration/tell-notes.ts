import type { Output } from '../output.ts';

/** Most notes that are listed; `sallyport init` lists them all. */
const most = 12;

/** Tells what was guessed and what is missing, missing things first. */
export function tellNotes(notes: readonly string[], output: Output): void {
  const sorted = [...notes].sort((a, b) => Number(a.startsWith('guessed')) - Number(b.startsWith('guessed')));
  for (const note of sorted.slice(0, most)) output.note(note);
  if (notes.length > most) output.note(`${notes.length - most} more; 'sallyport init' lists them all`);
}
