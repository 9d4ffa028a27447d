/** A value in a JSON text. */
export interface JsonPlace {
  readonly offset: number;
  /** By key or index; undefined for what has no members. */
  readonly members?: Map<PropertyKey, JsonPlace>;
}

const token = /\s*(?:("(?:[^"\\]|\\.)*")|([{}[\],:])|([^\s{}[\],:"]+))/gy;

/** Offsets of all values in a valid JSON text, which is read once. */
export function jsonTree(text: string): JsonPlace {
  const pattern = new RegExp(token.source, 'gy');
  pattern.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const root: JsonPlace = { offset: 0, members: new Map() };
  /** Objects and arrays that are open, with the index of the next item of an array. */
  const open: { readonly place: JsonPlace; index: number | undefined }[] = [{ place: root, index: 0 }];
  let key: string | undefined;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    const offset = match.index + match[0].length - found.length;
    const around = open.at(-1);
    if (!around) break;
    if (found === '}' || found === ']') open.pop();
    else if (found === ',' || found === ':') continue;
    else if (around.index === undefined && key === undefined) key = JSON.parse(found) as string;
    else {
      const opens = found === '{' || found === '[';
      const place: JsonPlace = opens ? { offset, members: new Map() } : { offset };
      around.place.members?.set(key ?? around.index ?? 0, place);
      if (around.index !== undefined) around.index += 1;
      key = undefined;
      if (opens) open.push({ place, index: found === '[' ? 0 : undefined });
    }
  }
  return root.members?.get(0) ?? root;
}
