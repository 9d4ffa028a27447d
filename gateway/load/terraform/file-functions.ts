/** Functions of Terraform that read files of the repository. */
import { knownText, Text, type Value, wholeFile } from '../../../bicep/value.ts';
import type { Surroundings } from './surroundings.ts';

/** What a template with variables comes to. */
export type Render = (
  template: Value,
  variables: Value,
  step: () => void,
  load: Surroundings['load'],
) => Value | undefined;

/** @returns undefined for other functions, and for files that are not here */
export function fileFunction(
  name: string,
  args: readonly Value[],
  around: Surroundings,
  render: Render,
): Value | undefined {
  const [first, second] = args;
  if (name === 'templatestring' && !around.inTemplate) {
    return render(
      first ?? null,
      second ?? null,
      () => around.step(),
      (path) => around.load(path),
    );
  }
  const path = knownText(first);
  if (path === undefined) return undefined;
  switch (name) {
    case 'file':
      return fileText(path, around);
    case 'filebase64': {
      const text = around.load(path)?.text;
      return text === undefined ? undefined : Buffer.from(text).toString('base64');
    }
    case 'fileexists':
      return around.load(path) !== undefined;
    case 'fileset': {
      const pattern = knownText(second);
      return pattern === undefined ? undefined : around.list?.(path, pattern);
    }
    case 'templatefile': {
      // Terraform refuses a template in a template, which could be itself
      const template = around.inTemplate ? undefined : fileText(path, around);
      return (
        template &&
        render(
          template,
          second ?? null,
          () => around.step(),
          (inner) => around.load(inner),
        )
      );
    }
    default:
      return undefined;
  }
}

function fileText(path: string, around: Surroundings): Text | undefined {
  const loaded = around.load(path);
  return loaded && new Text([loaded.text], wholeFile(loaded.file, loaded.text));
}
