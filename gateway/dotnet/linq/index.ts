/** System.Linq. The files are the groups of operators of .NET's own documentation. */
import { defineType } from '../core/define.ts';
import { aggregateOperators } from './aggregates.ts';
import { concatenationOperators } from './concatenation.ts';
import { elementOperators } from './enumerable-elements.ts';
import { filteringOperators } from './filtering.ts';
import { generationOperators } from './generation.ts';
import { groupingOperators } from './grouping.ts';
import { orderingOperators } from './ordering.ts';
import { partitioningOperators } from './partitioning.ts';
import { projectionOperators } from './projection.ts';
import { setOperators } from './set-operations.ts';

defineType({
  name: 'System.Linq.Enumerable',
  kind: 'class',
  members: {
    ...generationOperators,
    ...projectionOperators,
    ...filteringOperators,
    ...concatenationOperators,
    ...partitioningOperators,
    ...setOperators,
    ...elementOperators,
    ...groupingOperators,
    ...orderingOperators,
    ...aggregateOperators,
  },
});
