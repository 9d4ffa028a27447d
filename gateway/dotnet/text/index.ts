/** System.Text, System.IO over strings, and the culture types that members take. */
import './culture-info.ts';
import './encoding.ts';
import './string-builder.ts';
import './string-comparer.ts';
import './string-comparison.ts';
import './string-reader-writer.ts';
