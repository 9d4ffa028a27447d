/** System.Text and the culture types that members take. */
import './culture-info.ts';
import './encoding.ts';
import './string-comparison.ts';
