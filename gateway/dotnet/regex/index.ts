/** System.Text.RegularExpressions. */
import './match.ts';
import './regex.ts';
