import { generateKeyPairSync, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bearer, createWorld, frozenNow, login, type World } from '../testing/world.ts';
import { signingInput } from '../tokens/jwt.ts';
import { signingKeyOf } from '../tokens/signing-key.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { x5c, x5t } = signingKeyOf(privateKey, frozenNow);
const pem = new X509Certificate(Buffer.from(x5c, 'base64')).toString();

interface Change {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: KeyObject;
}

const setUp = (options: Parameters<typeof createWorld>[0] = {}) => {
  const world = createWorld(options);
  const { appId } = world.entra.control.addApplication({ name: 'Certified', certificates: [{ pem }] });
  return { world, appId };
};

/** Signs an assertion as old clients do (RS256, x5t), with changes. */
function assertionOf(world: World, appId: string, { header, claims, key = privateKey }: Change = {}): string {
  const now = frozenNow / 1000;
  const input = signingInput(
    { alg: 'RS256', typ: 'JWT', x5t, ...header },
    {
      aud: `${login}/${world.tenant}/oauth2/v2.0/token`,
      iss: appId,
      sub: appId,
      jti: randomUUID(),
      nbf: now,
      exp: now + 600,
      ...claims,
    },
  );
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), key).toString('base64url')}`;
}

async function present(world: World, appId: string, assertion: string, type = bearer): Promise<number | undefined> {
  const answer = await world.token({
    grant_type: 'client_credentials',
    client_id: appId,
    client_assertion_type: type,
    client_assertion: assertion,
    scope: 'https://graph.microsoft.com/.default',
  });
  return answer.body.error_codes?.[0];
}

describe('assertions signed with a certificate', () => {
  it('are accepted for the token endpoint by id, domain and issuer', async () => {
    const { world, appId } = setUp();
    for (const audience of [
      `${login}/${world.tenant}/oauth2/v2.0/token`,
      `${login}/contoso.com/oauth2/v2.0/token`,
      `${login}/${world.tenant}/v2.0`,
      `https://sts.windows.net/${world.tenant}/`,
    ]) {
      expect(await present(world, appId, assertionOf(world, appId, { claims: { aud: audience } }))).toBeUndefined();
    }
  });

  it.each<[string, Change, number]>([
    ['an unknown thumbprint', { header: { x5t: 'AAAA' } }, 700027],
    ['no thumbprint', { header: { x5t: undefined } }, 700027],
    ['another key', { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }, 700027],
    ['another algorithm', { header: { alg: 'RS512' } }, 5002730],
    ['another audience', { claims: { aud: 'https://login.example/token' } }, 700023],
    ['an audience of another tenant', { claims: { aud: `${login}/fabrikam.com/oauth2/v2.0/token` } }, 700023],
    ['an end in the past', { claims: { exp: frozenNow / 1000 - 301 } }, 700024],
    ['no end', { claims: { exp: undefined } }, 700024],
    ['a start in the future', { claims: { nbf: frozenNow / 1000 + 301 } }, 700024],
    ['an end beyond all calendars', { claims: { exp: 1e300, nbf: 1e300 } }, 700024],
    ['another subject', { claims: { sub: 'someone', iss: 'someone' } }, 700021],
  ])('are refused with %s', async (_what, change, code) => {
    const { world, appId } = setUp();
    expect(await present(world, appId, assertionOf(world, appId, change))).toBe(code);
  });

  it('are refused under another type, as something that is no JWT, and with an expired certificate', async () => {
    const { world, appId } = setUp();
    expect(await present(world, appId, assertionOf(world, appId), 'urn:other')).toBe(5002723);
    expect(await present(world, appId, 'x')).toBe(50027);
    expect(await present(world, appId, assertionOf(world, appId), '')).toBe(900144);
    world.entra.control.clock.advance(6 * 365 * 86_400_000);
    expect(await present(world, appId, assertionOf(world, appId))).toBe(700027);
  });

  it('may be presented again, unless the switch forbids it', async () => {
    const { world, appId } = setUp();
    const assertion = assertionOf(world, appId);
    expect([await present(world, appId, assertion), await present(world, appId, assertion)]).toEqual([
      undefined,
      undefined,
    ]);
    const strict = setUp({ switches: { clientAssertionReplay: false } });
    const once = assertionOf(strict.world, strict.appId);
    expect(await present(strict.world, strict.appId, once)).toBeUndefined();
    expect(await present(strict.world, strict.appId, once)).toBe(700024);
  });
});
