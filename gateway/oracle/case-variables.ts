import { NetAuthorization } from '../dotnet/context/authorization.ts';
import { NetResponse } from '../dotnet/context/response.ts';
import type { Runtime } from '../dotnet/core/define.ts';
import { type Described, responseHost } from './case-context.ts';
import type { VariableDescription } from './case-file.ts';
import type { Evaluator } from './evaluator.ts';

const literal = (value: unknown): string => `@"${String(value).replaceAll('"', '""')}"`;

/** How each type that a variable may have is written in C#, from its value in a case file. */
const SPELLINGS: Readonly<Record<string, (value: unknown) => string>> = {
  string: literal,
  bool: (value) => String(value),
  int: (value) => `int.Parse(${literal(value)})`,
  long: (value) => `long.Parse(${literal(value)})`,
  double: (value) => `double.Parse(${literal(value)})`,
  decimal: (value) => `decimal.Parse(${literal(value)})`,
  char: (value) => `char.Parse(${literal(value)})`,
  Guid: (value) => `Guid.Parse(${literal(value)})`,
  DateTime: (value) => `DateTime.Parse(${literal(value)}).ToUniversalTime()`,
  DateTimeOffset: (value) => `DateTimeOffset.Parse(${literal(value)})`,
  TimeSpan: (value) => `TimeSpan.Parse(${literal(value)})`,
  'byte[]': (value) => `Convert.FromBase64String(${literal(value)})`,
  'string[]': (value) => `new string[] { ${(value as unknown[]).map(literal).join(', ')} }`,
  JObject: (value) => `JObject.Parse(${literal(value)})`,
  JArray: (value) => `JArray.Parse(${literal(value)})`,
  JToken: (value) => `JToken.Parse(${literal(value)})`,
  Jwt: (value) => `${literal(value)}.AsJwt()`,
  XElement: (value) => `XElement.Parse(${literal(value)})`,
};

/** The contents of `context.Variables` that a case describes, fresh for each run. */
export function caseVariables(
  described: Readonly<Record<string, VariableDescription>>,
  evaluator: Evaluator,
  runtime: Runtime,
): Map<string, unknown> {
  return new Map(
    Object.entries(described).map(([name, { type, value }]) => {
      if (value === null) return [name, null];
      if (type === 'IResponse') return [name, new NetResponse(responseHost(value as Described))];
      if (type === 'Authorization') return [name, new NetAuthorization(String(value), {})];
      const spelling = SPELLINGS[type];
      if (!spelling) throw new Error(`a variable can't have the type '${type}'`);
      return [name, evaluator.value(spelling(value), runtime)];
    }),
  );
}
