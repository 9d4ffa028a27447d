import { expect, test } from 'vitest';
import type { ServiceModel } from '../model.ts';
import { fragment, policy } from '../testing/under-test.ts';
import { looksAtCertificates } from './client-certificates.ts';

const nothing: ServiceModel = {
  name: 'service',
  products: [],
  apis: [],
  fragments: new Map(),
  backends: [],
  namedValues: [],
};

test.each([
  ['no policy', nothing, false],
  ['a policy of other things', { ...nothing, policy: policy({ inbound: '<authentication-certificate />' }) }, false],
  ['the policy', { ...nothing, policy: policy({ inbound: '<validate-client-certificate />' }) }, true],
  [
    'an expression in a fragment',
    { ...nothing, fragments: new Map([['f', fragment('@(context.Request.Certificate.Verify())')]]) },
    true,
  ],
])('clients are asked for certificates: %s', (_what, model, expected) => {
  expect(looksAtCertificates(model)).toBe(expected);
});
