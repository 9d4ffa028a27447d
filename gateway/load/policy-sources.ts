import type { PolicySource } from '../model.ts';

/** Keeps one source for each text, so that a file which several operations share is one document. */
export class PolicySources {
  private readonly known = new Map<string, PolicySource>();

  /**
   * The source that says the same, or this one.
   * @param place where in its file it begins: one file may hold several
   */
  same(source: PolicySource, place = ''): PolicySource {
    const key = `${source.file}\n${place}\n${source.format}\n${source.text}`;
    const known = this.known.get(key) ?? source;
    this.known.set(key, known);
    return known;
  }
}
