import { knownText, type Value } from '../../bicep/value.ts';
import type { DataMask, Diagnostic, LoggedMessage } from '../model.ts';
import { flag, list, member } from './deployment-values.ts';

function masks(value: Value | undefined): DataMask[] {
  return list(value).flatMap((each): DataMask[] => {
    const name = knownText(member(each, 'value'));
    if (name === undefined) return [];
    return [{ name, mode: knownText(member(each, 'mode'))?.toLowerCase() === 'hide' ? 'hide' : 'mask' }];
  });
}

function message(value: Value | undefined): LoggedMessage | undefined {
  if (value === undefined) return undefined;
  const headers = list(member(value, 'headers')).flatMap((each) => knownText(each) ?? []);
  const bytes = member(value, 'body', 'bytes');
  const maskedHeaders = masks(member(value, 'dataMasking', 'headers'));
  const maskedQuery = masks(member(value, 'dataMasking', 'queryParams'));
  return {
    ...(headers.length > 0 ? { headers } : {}),
    ...(typeof bytes === 'number' ? { bodyBytes: bytes } : {}),
    ...(maskedHeaders.length > 0 ? { maskedHeaders } : {}),
    ...(maskedQuery.length > 0 ? { maskedQuery } : {}),
  };
}

/**
 * A diagnostic setting from its properties.
 * Source: learn.microsoft.com/azure/templates/microsoft.apimanagement/service/diagnostics
 * @param apiId the API it is for
 */
export function diagnosticSettings(id: string, properties: Value | undefined, apiId?: string): Diagnostic {
  const sampling = member(properties, 'sampling', 'percentage');
  const verbosity = knownText(member(properties, 'verbosity'));
  const of = (side: string, part: string) => message(member(properties, side, part));
  const frontendRequest = of('frontend', 'request');
  const frontendResponse = of('frontend', 'response');
  const backendRequest = of('backend', 'request');
  const backendResponse = of('backend', 'response');
  return {
    id,
    ...(apiId === undefined ? {} : { apiId }),
    ...(typeof sampling === 'number' ? { sampling } : {}),
    ...(knownText(member(properties, 'alwaysLog')) === 'allErrors' ? { alwaysLogErrors: true } : {}),
    ...(flag(member(properties, 'logClientIp'), false) ? { logClientIp: true } : {}),
    ...(verbosity === 'verbose' || verbosity === 'information' || verbosity === 'error' ? { verbosity } : {}),
    ...(frontendRequest ? { frontendRequest } : {}),
    ...(frontendResponse ? { frontendResponse } : {}),
    ...(backendRequest ? { backendRequest } : {}),
    ...(backendResponse ? { backendResponse } : {}),
  };
}
