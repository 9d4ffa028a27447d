import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { loadCatalogue } from './catalogue.ts';

describe('the catalogue', () => {
  const requirements = loadCatalogue();
  const ids = requirements.map(({ id }) => id);

  it('has unique ids', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a check for every requirement, and a requirement for every check', () => {
    const proved = new Set(checks.flatMap((check) => check.requirements));
    expect(ids.filter((id) => !proved.has(id))).toEqual([]);
    expect([...proved].filter((id) => !ids.includes(id))).toEqual([]);
    for (const check of checks) expect(check.requirements, check.id).not.toEqual([]);
  });

  it('has unique check ids of the documented form', () => {
    const checkIds = checks.map(({ id }) => id);
    expect(new Set(checkIds).size).toBe(checkIds.length);
    for (const id of checkIds) expect(id).toMatch(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/);
  });
});
