import { expect, it } from 'vitest';
import { documentedInterface } from './documented-interface.ts';

const text = `/** Not this. */
export interface Other {
  readonly x: string;
}

/** This. */
export interface Wanted {
  /** One line. */
  readonly a: boolean;
  /**
   * Two lines: \`{x}\`,
   * the second.
   */
  readonly 'b.c': number | { readonly from: number; readonly to: number };
  readonly bare?: 'x' | 'y';
}
`;

it('reads names, types and doc blocks in order', () => {
  expect(documentedInterface(text, 'Wanted')).toEqual([
    { name: 'a', type: 'boolean', doc: 'One line.' },
    {
      name: 'b.c',
      type: 'number | { readonly from: number; readonly to: number }',
      doc: 'Two lines: `{x}`, the second.',
    },
    { name: 'bare', type: "'x' | 'y'", doc: '' },
  ]);
});

it('says when the interface is gone', () => {
  expect(() => documentedInterface(text, 'Want')).toThrow('no interface Want');
});
