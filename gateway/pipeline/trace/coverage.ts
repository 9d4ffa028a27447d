/** Which elements and branches of every policy have run, accumulated over a gateway's life. */
import type { Site } from '../../policies/policy.ts';

export interface CoveredElement {
  readonly element: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  hits: number;
  /** Branches of a choose, `when[1]`, `otherwise`, or `none` without one -> how often each ran. */
  branches?: Record<string, number>;
}

/** File -> its elements in document order. */
export interface Coverage {
  readonly files: Readonly<Record<string, readonly CoveredElement[]>>;
}

const key = (site: Site): string => `${site.file}\n${site.line}:${site.column}`;

/** Counts how often each element of the loaded policies ran. */
export class CoverageRecorder {
  readonly #elements = new Map<string, { readonly file: string; readonly covered: CoveredElement }>();
  /** The same by the places of loaded steps, of which a fragment has one for every inclusion. */
  readonly #bySite = new WeakMap<Site, CoveredElement>();

  /** Makes an element known, with no hits. A fragment's element included twice counts as one. */
  declare(site: Site): CoveredElement {
    const id = key(site);
    const { element, path, line, column, file } = site;
    const known = this.#elements.get(id);
    const covered = known?.covered ?? { element, path, line, column, hits: 0 };
    if (!known) this.#elements.set(id, { file, covered });
    this.#bySite.set(site, covered);
    return covered;
  }

  /** Makes the branches of a declared element known, with no runs. */
  declareBranches(site: Site, names: readonly string[]): void {
    const covered = this.#bySite.get(site);
    if (!covered) return;
    covered.branches ??= {};
    for (const name of names) covered.branches[name] ??= 0;
  }

  /** Takes over what ran before policies were loaded anew, for elements that still stand where they stood. */
  continueFrom(before: CoverageRecorder): void {
    for (const [id, { covered }] of this.#elements) {
      const known = before.#elements.get(id)?.covered;
      if (!known || known.element !== covered.element || known.path !== covered.path) continue;
      covered.hits += known.hits;
      for (const [name, count] of Object.entries(known.branches ?? {})) {
        covered.branches ??= {};
        covered.branches[name] = (covered.branches[name] ?? 0) + count;
      }
      // requests in progress go on with the policies that were, and what they run counts here
      Object.defineProperties(known, {
        branches: {
          get: () => covered.branches,
          set: (branches: Record<string, number>) => {
            covered.branches = branches;
          },
        },
        hits: {
          get: () => covered.hits,
          set: (hits: number) => {
            covered.hits = hits;
          },
        },
      });
    }
  }

  branch(site: Site, name: string): void {
    const covered = this.#bySite.get(site);
    if (!covered) return;
    covered.branches ??= {};
    covered.branches[name] = (covered.branches[name] ?? 0) + 1;
  }

  snapshot(): Coverage {
    const files: Record<string, CoveredElement[]> = {};
    for (const { file, covered } of this.#elements.values()) {
      const elements = files[file] ?? [];
      files[file] = elements;
      elements.push({ ...covered, ...(covered.branches ? { branches: { ...covered.branches } } : {}) });
    }
    for (const elements of Object.values(files)) elements.sort((a, b) => a.line - b.line || a.column - b.column);
    return { files };
  }
}
