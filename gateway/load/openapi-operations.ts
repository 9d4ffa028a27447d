import { parse } from 'yaml';
import type { Operation } from '../model.ts';
import { importedTemplate, openApiParameters } from './openapi-parameters.ts';
import { openApiResponses } from './openapi-responses.ts';

/** The operations of an OpenAPI or Swagger document, as API Management names them. */
export type OpenApiOperation = Omit<Operation, 'policy'>;

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The id that API Management gives an operation without an operationId on import. */
const generatedId = (method: string, template: string): string =>
  `${method}-${template
    .replace(/[{}]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')}`.toLowerCase();

function operation(
  template: string,
  method: string,
  id: string | undefined,
  summary: string | undefined,
): OpenApiOperation {
  const known = id ?? generatedId(method, template);
  return { id: known, name: summary ?? known, method: method.toUpperCase(), urlTemplate: template };
}

/**
 * Operations of an OpenAPI document in JSON.
 * @throws SyntaxError when it is no JSON
 */
export function operationsFromJson(text: string): OpenApiOperation[] {
  return operationsOf(JSON.parse(text.replace(/^\ufeff/, '')));
}

function operationsOf(document: unknown): OpenApiOperation[] {
  const operations: OpenApiOperation[] = [];
  for (const [template, item] of entries(member(document, 'paths'))) {
    for (const [method, described] of entries(item)) {
      if (!methods.has(method)) continue;
      const takes = openApiParameters(document, item, described);
      const known = operation(
        template,
        method,
        string(member(described, 'operationId')),
        string(member(described, 'summary')),
      );
      const { headers, responses } = openApiResponses(document, item, described);
      operations.push({
        ...known,
        ...takes,
        headers,
        responses,
        urlTemplate: importedTemplate(template, takes.parameters),
      });
    }
  }
  return operations;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
const string = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const line = /^( *)(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"].*?)) *:(?: +(.*))?$/;

/** Larger documents in YAML are read for their operations alone, which takes no time worth speaking of. */
const longestYaml = 2_000_000;

/** Operations of an OpenAPI document in YAML. */
export function operationsFromYaml(text: string): OpenApiOperation[] {
  if (text.length <= longestYaml) {
    try {
      // a line reader does for what is no valid YAML, such as the templates of deployment tools
      return operationsOf(parse(text, { logLevel: 'silent', maxAliasCount: 100 }));
    } catch {
      // read line by line below
    }
  }
  return operationsFromLines(text);
}

/**
 * Operations of a document of the form that API Management and APIOps write: block mappings, with paths, methods and
 * operationId on lines of their own. Deeper content is not looked at, so block scalars do no harm.
 */
function operationsFromLines(text: string): OpenApiOperation[] {
  const operations: OpenApiOperation[] = [];
  /** Indentation of paths, methods and operation members, each that of the first line found inside the outer one. */
  const levels: number[] = [];
  let inPaths = false;
  let template = '';
  let method: string | undefined;
  let id: string | undefined;
  let summary: string | undefined;
  const finish = (): void => {
    if (method !== undefined && methods.has(method)) operations.push(operation(template, method, id, summary));
    method = id = summary = undefined;
  };
  for (const raw of text.split(/\r?\n/)) {
    const match = line.exec(raw);
    if (!match) continue;
    const indent = match[1]?.length ?? 0;
    const key = match[2] ?? match[3]?.replaceAll("''", "'") ?? match[4]?.trim() ?? '';
    if (indent === 0) {
      finish();
      inPaths = key === 'paths';
      levels.length = 0;
      continue;
    }
    if (!inPaths) continue;
    while (levels.length > 1 && indent < (levels.at(-1) ?? 0)) levels.pop();
    if (levels.length < 3 && indent > (levels.at(-1) ?? 0)) levels.push(indent);
    const depth = levels.indexOf(indent);
    if (depth === 0) {
      finish();
      template = key;
      levels.length = 1;
    } else if (depth === 1) {
      finish();
      method = key;
      levels.length = 2;
    } else if (depth === 2 && key === 'operationId') id = scalar(match[5]);
    else if (depth === 2 && key === 'summary') summary = scalar(match[5]);
  }
  finish();
  return operations;
}

function scalar(text: string | undefined): string | undefined {
  const trimmed = text?.replace(/ #.*$/, '').trim() ?? '';
  const quoted = /^(["'])(.*)\1$/.exec(trimmed);
  return string(quoted ? quoted[2] : trimmed);
}
