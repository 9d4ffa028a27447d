/** TypeScript to JavaScript as Node does it: types become blanks, so that every line and column stays what it was. */
import { stripTypeScriptTypes } from 'node:module';

const relative = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/** `text` with `./x.ts` imported as `./x.js`. Declarations need the same. */
export function importingJavaScript(text: string): string {
  return text.replace(relative, '$1$2$3.js$2');
}

/** The JavaScript of a TypeScript module. @throws SyntaxError when it holds more than erasable types */
export function toJavaScript(text: string): string {
  return importingJavaScript(stripTypeScriptTypes(text));
}

/** What a module of JavaScript imports, as written: files and packages, lazily or not. */
export function importsOf(javascript: string): string[] {
  // what follows tells an import from a word in a message: "… from 'x'."
  const specifiers = /(?:\bfrom|\bimport\s*\(?)\s*(['"])([^'"\s$]+)\1(?=\s*(?:[;,)\n]|with\b|$))/g;
  return [...new Set([...javascript.matchAll(specifiers)].map((match) => match[2] ?? ''))];
}

/** Files that a module names beside its own place: `new URL('./x.json', import.meta.url)`. */
export function placesOf(javascript: string): string[] {
  const places = /\bnew URL\(\s*(['"])(\.{1,2}\/[^'"\n]*)\1,\s*import\.meta\.url/g;
  return [...javascript.matchAll(places)].map((match) => match[2] ?? '');
}
