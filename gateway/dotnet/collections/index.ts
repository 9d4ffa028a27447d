/** System.Collections.Generic. */
import './dictionary.ts';
import './hash-set.ts';
import './interfaces.ts';
import './key-value-pair.ts';
import './list.ts';
import './queue-and-stack.ts';
import './read-only-collection.ts';
