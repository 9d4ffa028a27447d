/**
 * Vitest setup: property tests draw the same examples in every run, so that a verdict changes only when code does.
 * `SALLYPORT_SEED=random` draws others each time, `SALLYPORT_SEED=<integer>` those of a report; fast-check names the seed
 * of what it finds. The full run has examples of its own, and more of them where a test asks for it.
 */
import fc from 'fast-check';

const { SALLYPORT_SEED: wanted, SALLYPORT_FULL: full } = process.env;

if (wanted !== 'random') {
  const seed = wanted === undefined ? (full ? 2 : 1) : Number(wanted);
  if (!Number.isInteger(seed)) throw new RangeError(`SALLYPORT_SEED is '${wanted}'; set 'random' or an integer`);
  fc.configureGlobal({ seed });
}
