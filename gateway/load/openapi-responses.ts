import type { Operation, OperationContent, OperationHeader, OperationResponse } from '../model.ts';
import { type Data, followed, isData, member, resolved, text, wholeSchema } from './openapi-reference.ts';

const entries = (value: unknown): [string, unknown][] => (isData(value) ? Object.entries(value) : []);

/** The schema of a parameter or header: OpenAPI's own member, or Swagger 2.0's members beside the name. */
function schemaOf(described: unknown): Data | undefined {
  const schema = member(described, 'schema');
  if (isData(schema)) return schema;
  const type = text(member(described, 'type'));
  if (type === undefined || !isData(described)) return undefined;
  const { name: _name, in: _in, required: _required, description: _description, ...rest } = described;
  return rest;
}

function header(name: string, described: unknown): OperationHeader {
  const schema = schemaOf(described);
  return { name, required: member(described, 'required') === true, ...(schema === undefined ? {} : { schema }) };
}

/** Examples of a media type: one, or several by name with their values. */
function examplesOf(media: unknown, document: unknown): unknown[] {
  const one = member(media, 'example');
  const several = entries(member(media, 'examples')).flatMap(([, declared]) => {
    const each = followed(declared, document);
    return isData(each) && 'value' in each ? [each.value] : [];
  });
  return one === undefined ? several : [one, ...several];
}

const mediaType = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase();

function contentOf(declared: unknown, document: unknown, produces: readonly string[]): OperationContent[] {
  const response = followed(declared, document);
  const described = entries(member(response, 'content')).map(([type, media]): OperationContent => {
    const schema = wholeSchema(member(media, 'schema'), document);
    const examples = examplesOf(media, document);
    return {
      type: mediaType(type),
      ...(schema ? { schema } : {}),
      ...(examples.length > 0 ? { examples } : {}),
    };
  });
  // Swagger 2.0: one schema for all that the operation produces, and an example by media type
  const schema = wholeSchema(member(response, 'schema'), document);
  const examples = entries(member(response, 'examples'));
  const types = new Set([...produces, ...examples.map(([type]) => type)].map(mediaType));
  const older = [...types].map((type): OperationContent => {
    const own = examples.filter(([each]) => mediaType(each) === type).map(([, value]) => value);
    return { type, ...(schema ? { schema } : {}), ...(own.length > 0 ? { examples: own } : {}) };
  });
  return [...described, ...older];
}

/**
 * The headers that an operation of an OpenAPI or Swagger document takes, and the responses that it gives. A response
 * without a status of its own (`default`, `4XX`) is none: API Management keeps responses by status.
 * @param item the path's own member, whose parameters all its operations have
 */
export function openApiResponses(
  document: unknown,
  item: unknown,
  described: unknown,
): Required<Pick<Operation, 'headers' | 'responses'>> {
  const parameters = [item, described].flatMap((each) => {
    const all = member(each, 'parameters');
    return Array.isArray(all) ? all.map((one: unknown) => resolved(one, document)) : [];
  });
  const headers = new Map<string, OperationHeader>();
  for (const each of parameters) {
    const name = text(member(each, 'name'));
    if (name !== undefined && member(each, 'in') === 'header') headers.set(name.toLowerCase(), header(name, each));
  }
  const produced = member(described, 'produces') ?? member(document, 'produces');
  const produces = Array.isArray(produced) ? produced.filter((type): type is string => typeof type === 'string') : [];
  const responses = entries(member(described, 'responses')).flatMap(([status, declared]): OperationResponse[] => {
    if (!/^[1-5]\d\d$/.test(status)) return [];
    const content = contentOf(declared, document, produces);
    const own = entries(resolved(member(followed(declared, document), 'headers'), document)).map(([name, each]) =>
      header(name, each),
    );
    return [
      {
        status: Number(status),
        ...(own.length > 0 ? { headers: own } : {}),
        ...(content.length > 0 ? { content } : {}),
      },
    ];
  });
  return { headers: [...headers.values()], responses };
}
