/** `set-body template="liquid"`: the template over the body of the message and the context. */

import type { Runtime } from '../../dotnet/core/define.ts';
import { readDate } from '../../dotnet/json/json-date.ts';
import { currentCulture } from '../../dotnet/text/culture.ts';
import type { PolicyMessage, PolicyUrl, Run } from '../policy.ts';
import { bodyFromXml } from './body-from-xml.ts';
import type { LiquidNode } from './parse.ts';
import { runTemplate } from './run-template.ts';
import { LiquidError } from './template-error.ts';
import type { LiquidDate } from './value.ts';
import { variableValue } from './variable-value.ts';

export interface LiquidOptions {
  /** How an XML element marked xsi:nil shows: empty text, or null. */
  readonly xsiNil: 'blank' | 'null';
  /** Whether dates in JSON are dates to the template (parse-date). */
  readonly parseDate: boolean;
}

/** A date as JSON.NET reads it from text: printed in the culture's own format, which surprises many. */
function dateValue(text: string, runtime: Runtime): LiquidDate | string {
  const value = readDate(text);
  return value ? { format: (format) => value.formatText(format, currentCulture(runtime)) } : text;
}

/** Nesting of a body that a template may see; JSON.NET refuses more of its own accord. */
const deepest = 500;

/** The value with its dates read, where the policy wants them. @throws LiquidError */
function seen(value: unknown, runtime: Runtime, parseDate: boolean, depth = 0): unknown {
  if (depth > deepest) throw new LiquidError('The body is nested too deeply.');
  if (typeof value === 'string') return parseDate ? dateValue(value, runtime) : value;
  if (Array.isArray(value)) return value.map((item) => seen(item, runtime, parseDate, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, seen(member, runtime, parseDate, depth + 1)]),
  );
}

function bodyValue(content: string, type: string, runtime: Runtime, options: LiquidOptions): unknown {
  const media = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (content.trim() === '') return undefined;
  if (/(?:^text\/xml|\/xml|\+xml)$/.test(media)) return bodyFromXml(content, options.xsiNil);
  if (!/(?:\/json|\+json)$/.test(media)) return content;
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return undefined;
  }
  return seen(value, runtime, options.parseDate);
}

const headers = (message: PolicyMessage): Record<string, string> =>
  Object.fromEntries(message.headers.names().map((name) => [name, message.headers.get(name) ?? '']));

function url(value: PolicyUrl): Record<string, unknown> {
  return {
    Scheme: value.scheme,
    Host: value.host,
    Port: value.port,
    Path: value.path,
    QueryString: value.queryString,
    Query: Object.fromEntries(value.parameters.map(({ name, value: text }) => [name, text])),
    ToUri: value.toString(),
    ToString: value.toString(),
  };
}

function context(run: Run): Record<string, unknown> {
  const { request, response, variables } = run;
  return {
    Request: {
      Url: url(request.url),
      OriginalUrl: url(request.originalUrl),
      Method: request.method,
      OriginalMethod: request.originalMethod,
      IpAddress: request.ipAddress,
      MatchedParameters: Object.fromEntries(request.matchedParameters),
      HasBody: request.body !== undefined,
      Headers: headers(request),
    },
    Response: response && { StatusCode: response.status, StatusReason: response.reason, Headers: headers(response) },
    Variables: Object.fromEntries([...variables].map(([name, value]) => [name, variableValue(value, run.runtime)])),
  };
}

/**
 * Renders a template for the message that `run` targets, whose body it may use: of a response that return-response
 * builds it sees none, whatever it started from (return-response page, usage notes).
 * @throws LiquidError
 */
export async function renderLiquid(nodes: readonly LiquidNode[], run: Run, options: LiquidOptions): Promise<string> {
  const { target } = run;
  const built = target?.kind === 'response' && target !== run.response;
  const content = target?.body && !built ? Buffer.from(await run.bodyBytes(target)).toString('utf8') : '';
  const type = target?.headers.get('content-type') ?? '';
  return runTemplate(nodes, { body: bodyValue(content, type, run.runtime, options), context: context(run) });
}
