/** System.Linq. */
import { defineType } from '../core/define.ts';
import { aggregateOperators } from './aggregates.ts';
import { elementOperators } from './enumerable-elements.ts';
import { sequenceOperators } from './enumerable-sequences.ts';
import { groupingOperators } from './grouping.ts';
import { orderingOperators } from './ordering.ts';

defineType({
  name: 'System.Linq.Enumerable',
  kind: 'class',
  members: {
    ...sequenceOperators,
    ...elementOperators,
    ...groupingOperators,
    ...orderingOperators,
    ...aggregateOperators,
  },
});
