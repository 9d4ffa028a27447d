import { afterEach } from 'vitest';
import { type UnderTest, type UnderTestOptions, underTest } from './under-test.ts';

/** Gives a function that starts gateways, each of which ends with its test. */
export function useGateway(): (options?: UnderTestOptions) => Promise<UnderTest> {
  const started: UnderTest[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((under) => under.close()));
  });
  return async (options = {}) => {
    const under = await underTest(options);
    started.push(under);
    return under;
  };
}
