/** Runtime semantics 18. */
import { describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../pipeline/load/policy-issue.ts';
import { fragment, underTest } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 18: fragments', () => {
  const fragments = new Map([
    [
      'mark',
      fragment('<set-header name="X-F" exists-action="append"><value>@(context.Request.Method)</value></set-header>'),
    ],
    ['stop', fragment('<return-response><set-body>stopped</set-body></return-response>')],
    ['self', fragment('<include-fragment fragment-id="self" />')],
    ['base', fragment('<base />')],
  ]);

  test('stand wherever a policy may, and end the pipeline when they do', async () => {
    const { request, trace } = await start({
      model: { fragments },
      policy: {
        inbound:
          '<include-fragment fragment-id="mark" /><choose><when condition="@(true)"><include-fragment fragment-id="stop" /></when></choose>',
      },
    });
    expect((await request()).body).toBe('stopped');
    const stopped = trace().steps.find((step) => step.policy === 'return-response');
    expect(stopped).toMatchObject({
      file: 'fragment.xml',
      path: 'choose[1]/when[1]/include-fragment[1]/return-response[1]',
    });
  });

  test.each(['self', 'base', 'unknown'])('%s does not load', async (id) => {
    await expect(
      underTest({ model: { fragments }, policy: { inbound: `<include-fragment fragment-id="${id}" />` } }),
    ).rejects.toBeInstanceOf(PolicyLoadError);
  });
});
