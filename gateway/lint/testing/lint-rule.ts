/** What the tests of rules share: services made of a few parts, and findings of one rule. */
import type { Api, PolicySource, ServiceModel } from '../../model.ts';
import type { Finding } from '../finding.ts';
import { lintService } from '../lint.ts';
import { rules } from '../rules/index.ts';

export const source = (text: string, file = 'p.xml'): PolicySource => ({ file, text, format: 'rawxml' });

/** A service with what a test needs of it. */
export function service(part: Partial<ServiceModel>): ServiceModel {
  return { name: 's', products: [], apis: [], fragments: new Map(), namedValues: [], backends: [], ...part };
}

/** An API with what a test needs of it. */
export function api(part: Partial<Api>): Api {
  return { id: 'a', name: 'a', path: 'a', revision: '1', subscriptionRequired: false, operations: [], ...part };
}

/** A policy whose inbound section is `body`, after the outer scopes. */
export const inbound = (body: string): string => `<policies><inbound><base />${body}</inbound></policies>`;
/** A policy whose outbound section is `body`, after the outer scopes. */
export const outbound = (body: string): string => `<policies><outbound><base />${body}</outbound></policies>`;

/** Findings of one rule in the policy of an API. */
export function found(
  rule: string,
  text: string,
  part: { readonly api?: Partial<Api>; readonly service?: Partial<ServiceModel> } = {},
): Finding[] {
  const policy = source(text);
  const report = lintService(service({ ...part.service, apis: [api({ policy, ...part.api })] }), {
    rules: rules.filter(({ id }) => id === rule),
  });
  return report.findings.filter((finding) => finding.rule === rule);
}
