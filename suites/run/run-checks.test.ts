import { describe, expect, it } from 'vitest';
import { type Check, CheckFailure, control, NotTestable } from '../check.ts';
import type { Deployment } from '../deployment.ts';
import { jsonReport } from '../report/json.ts';
import { resultLine, summaryLines, untestableLines } from '../report/text.ts';
import { exitCode } from './result.ts';
import { runChecks } from './run-checks.ts';

const deployment: Deployment = {
  topology: 'broker',
  target: 'emulated',
  url: 'https://gateway.example/mcp',
  users: [],
  clients: [],
  redirectUri: 'http://127.0.0.1:1/callback',
  http: () => Promise.reject(new Error('not used')),
  stream: () => Promise.reject(new Error('not used')),
  browser: () => ({ travel: () => Promise.reject(new Error('not used')) }),
  connect: () => Promise.reject(new Error('not used')),
  inside: {
    answerNextRedemption: () => () => undefined,
    failExchanges: () => () => undefined,
    internalNames: [],
    tokenRequests: () => [],
    provenIdentities: () => ({ gateway: [], server: [] }),
    serverUrl: '',
    serverRequests: () => [],
    serverHttp: () => Promise.reject(new Error('not used')),
    custody: () => Promise.reject(new Error('not used')),
    challengeNextExchange: () => () => undefined,
    disableUser: () => () => undefined,
    rotateSessionKey: async () => undefined,
    advanceClock: () => () => undefined,
    crossed: () => ({ notEmulated: [], assumptions: [] }),
    withoutSecrets: (text) => text.replaceAll('hidden', '***'),
    locate: (id, hints) =>
      id === 'seen' ? { file: 'a.xml', line: 3, column: 5, element: hints.enforcedBy?.[0] ?? 'choose' } : undefined,
  },
};

function check(id: string, run: () => Promise<void>, rest: Partial<Check> = {}): Check {
  return { id, title: id, requirements: [], severity: 'low', topologies: ['broker'], needs: [], run, ...rest };
}

const passing = check('passes', async () => undefined);

describe('runChecks', () => {
  it('tells nobody what is secret in the stack, however a check ends', async () => {
    const { results } = await runChecks(deployment, [
      check('fails', () => Promise.reject(new CheckFailure('the body says hidden'))),
      check('breaks', () => Promise.reject(new Error('no connection to hidden:443'))),
      check('cannot', () => Promise.reject(new NotTestable('hidden is missing'))),
    ]);
    expect(results.map(({ reason }) => reason)).toEqual([
      'the body says ***',
      'no connection to ***:443',
      '*** is missing',
    ]);
  });

  it('says of a check that the gateway’s limit stopped that it is the limit, and where, not that something broke', async () => {
    const { inside } = deployment;
    if (!inside) throw new Error('the deployment has an inside');
    let limited = true;
    const limits = [{ file: 'a.xml', line: 15, column: 5, element: 'rate-limit-by-key' }];
    const crossed = () => ({ notEmulated: [], assumptions: [], ...(limited && { limits }) });
    const judge = async (run: () => Promise<void>, rest: Partial<Check> = {}) => {
      const { results } = await runChecks({ ...deployment, inside: { ...inside, crossed } }, [check('a', run, rest)]);
      return results[0];
    };
    const answer = (status: number) => new CheckFailure(`it answers ${status}`, { exchange: { id: 'seen', status } });
    const said = 'the gateway limits requests: <rate-limit-by-key> at a.xml:15:5 refused';
    const unconnected = new CheckFailure('sdk-v1 cannot connect', { goodCase: true });
    for (const thrown of [new Error('429'), new NotTestable('no tool works'), answer(429), unconnected]) {
      const result = await judge(() => Promise.reject(thrown));
      expect(result).toMatchObject({ outcome: 'not testable', reason: expect.stringContaining(said) });
    }
    // what was seen was seen, and a check of limits meets them on purpose
    expect(await judge(() => Promise.reject(answer(200)))).toMatchObject({ outcome: 'failed' });
    expect(await judge(() => Promise.reject(answer(429)), { meetsLimits: true })).toMatchObject({ outcome: 'failed' });
    expect(await judge(async () => undefined)).toMatchObject({ outcome: 'passed' });
    limited = false;
    expect(await judge(() => Promise.reject(new Error('broken')))).toMatchObject({ outcome: 'error' });
    expect(await judge(() => Promise.reject(answer(429)))).toMatchObject({ outcome: 'failed' });
  });

  it('passes nothing that crossed what is not emulated, and names what a pass assumes', async () => {
    let crossings = { notEmulated: ['llm-token-limit'], assumptions: ['url.queryDecoded=true'] };
    const crossed = (): typeof crossings => {
      const taken = crossings;
      crossings = { notEmulated: [], assumptions: [] };
      return taken;
    };
    const { inside } = deployment;
    if (!inside) throw new Error('the deployment has an inside');
    const cross = (notEmulated: string[], assumptions: string[]) =>
      check('crosses', async () => {
        crossings = { notEmulated, assumptions };
      });
    const { results } = await runChecks({ ...deployment, inside: { ...inside, crossed } }, [
      passing,
      cross(['llm-token-limit'], []),
      cross([], ['setBody.noBody=create']),
    ]);
    expect(results.map(({ outcome, reason, assumes }) => [outcome, reason, assumes])).toEqual([
      ['passed', undefined, undefined],
      ['not testable', 'it went through policy elements that are not emulated: llm-token-limit', undefined],
      ['passed', undefined, ['setBody.noBody=create']],
    ]);
    // each once, at the end: a tail on every line is noise
    const [, , assuming] = results;
    expect(assuming && resultLine(assuming)).not.toContain('setBody');
    const run = { topology: 'broker', target: 'emulated', url: 'https://gateway.example/mcp', results } as const;
    expect(summaryLines(run)).toContain(
      '1 pass rests on what is assumed of the real gateway (docs/switches.md; --strict): setBody.noBody=create',
    );
  });

  it('with strict, passes nothing that rests on an assumption, and keeps what failed', async () => {
    let assumptions: string[] = [];
    const crossed = () => ({ notEmulated: [], assumptions: assumptions.splice(0) });
    const { inside } = deployment;
    if (!inside) throw new Error('the deployment has an inside');
    const assuming = (id: string, then: () => Promise<void>) =>
      check(id, () => {
        assumptions = ['setBody.noBody=create'];
        return then();
      });
    const checks = [
      passing,
      assuming('assumes', async () => undefined),
      assuming('fails', () => Promise.reject(new CheckFailure('wrong'))),
    ];
    const run = (strict: boolean) =>
      runChecks({ ...deployment, inside: { ...inside, crossed } }, checks, {}, { strict });
    expect((await run(false)).results.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'failed']);
    const strict = await run(true);
    expect(strict.results.map(({ outcome, reason, assumes }) => [outcome, reason, assumes])).toEqual([
      ['passed', undefined, undefined],
      [
        'not testable',
        'it rests on what is not known of the real gateway: setBody.noBody=create',
        ['setBody.noBody=create'],
      ],
      ['failed', 'wrong', ['setBody.noBody=create']],
    ]);
    expect(summaryLines(strict).at(-1)).toBe('1 passed, 1 failed, 1 not testable');
  });

  it('tells failure, missing control, missing need, other topology and a broken harness apart', async () => {
    const run = await runChecks(deployment, [
      passing,
      check('fails', async () => {
        throw new CheckFailure('wrong', { exchange: { id: 'seen' }, enforcedBy: ['validate-jwt'] });
      }),
      check('no-control', () => control('it works', () => Promise.reject(new Error('down')))),
      check('not-testable', async () => {
        throw new NotTestable('no');
      }),
      check('needs-users', async () => undefined, { needs: ['users'] }),
      check('elsewhere', async () => undefined, { topologies: ['direct'] }),
      check('breaks', async () => {
        throw new TypeError('bug');
      }),
    ]);
    expect(run.results.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'failed',
      'not testable',
      'not testable',
      'not testable',
      'not applicable',
      'error',
    ]);
    expect(run.results[1]?.location).toEqual({ file: 'a.xml', line: 3, column: 5, element: 'validate-jwt' });
    expect(run.results[2]?.reason).toBe('positive control failed: it works: down');
    expect(resultLine(run.results[1] as never)).toContain('a.xml:3:5 <validate-jwt>');
    expect(untestableLines(run)).toContain('  the good case does not work: down: no-control');
    expect(JSON.stringify(jsonReport(run))).toContain('"outcome":"failed"');
  });

  it('tells one reason once, whatever the issuer numbers its messages', async () => {
    const stops = (id: string, trace: string) =>
      check(id, () =>
        control(`${id} works`, () =>
          Promise.reject(
            new Error(`AADSTS9: No. Trace ID: ${trace} Correlation ID: ${trace} Timestamp: 2026-01-01 00:00:00Z`),
          ),
        ),
      );
    const run = await runChecks(deployment, [stops('one', 'a-1'), stops('two', 'b-2')]);
    expect(untestableLines(run)).toEqual([
      'not testable here',
      '  the good case does not work: AADSTS9: No.: one, two',
      '',
    ]);
  });

  it('does not run a check whose needs are not met', async () => {
    let ran = false;
    const lonely = check(
      'x',
      async () => {
        ran = true;
      },
      { needs: ['users'] },
    );
    await runChecks(deployment, [lonely]);
    expect(ran).toBe(false);
  });
});

describe('exitCode', () => {
  const cases: [string, Check[], number][] = [
    ['0 when all pass', [passing], 0],
    ['1 when one fails', [passing, check('f', () => Promise.reject(new CheckFailure('no')))], 1],
    ['3 when nothing was judged', [check('n', () => Promise.reject(new NotTestable('no')))], 3],
    ['4 when the harness broke', [passing, check('e', () => Promise.reject(new Error('bug')))], 4],
    [
      '4 when a positive control failed',
      [passing, check('c', () => control('x', () => Promise.reject(new Error('y'))))],
      4,
    ],
  ];
  it.each(cases)('is %s', async (_name, checks, expected) => {
    const run = await runChecks(deployment, checks);
    expect(exitCode(run)).toBe(expected);
  });

  it('says in words what kind of target was judged', async () => {
    const run = await runChecks(deployment, [passing]);
    expect(summaryLines(run).join('\n')).toMatch(/emulated.*\n1 passed/);
  });
});
