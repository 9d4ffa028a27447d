/** Newtonsoft.Json 13 and its LINQ to JSON. */
import './j-array.ts';
import './j-container.ts';
import './j-object.ts';
import './j-property.ts';
import './j-token.ts';
import './j-value.ts';
import './json-convert.ts';
import './json-handling.ts';
import './linq-extensions.ts';
