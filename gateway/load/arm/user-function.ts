import { isJsonObject, type Json } from './arm-json.ts';

/** A function that a template declares. */
export interface UserFunction {
  readonly parameters: readonly string[];
  /** Its output, with expressions as written. */
  readonly value: Json;
}

/**
 * The function of a template that is called so: its `functions` hold a list of namespaces with members.
 * @param called `namespace.name`, in any case
 */
export function userFunction(functions: Json | undefined, called: string): UserFunction | undefined {
  const [namespace = '', name] = called.split('.');
  if (name === undefined || !Array.isArray(functions)) return undefined;
  for (const declared of functions as readonly Json[]) {
    if (!isJsonObject(declared) || String(declared.namespace).toLowerCase() !== namespace.toLowerCase()) continue;
    const members = isJsonObject(declared.members) ? Object.entries(declared.members) : [];
    const found = members.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    if (!isJsonObject(found) || !isJsonObject(found.output) || found.output.value === undefined) continue;
    const parameters = Array.isArray(found.parameters) ? (found.parameters as readonly Json[]) : [];
    return {
      parameters: parameters.map((each) => (isJsonObject(each) && typeof each.name === 'string' ? each.name : '')),
      value: found.output.value,
    };
  }
  return undefined;
}
