import { control, defineCheck, ensure, NotTestable } from '../check.ts';

/** Two people at the same time, calls interleaved: each sees only themselves. */
export const sessionIsolation = defineCheck({
  id: 'session.isolation',
  title: 'The session of one person never yields the data of another',
  requirements: ['session.isolation'],
  severity: 'critical',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: ['users'],
  async run(deployment) {
    const [first, second] = deployment.users;
    if (!first || !second) throw new NotTestable('the target names fewer than two users');
    if (deployment.tool !== undefined) throw new NotTestable('no tool of this server tells who calls it');
    const sessions = await control('both people can connect', async () => [
      { user: first, session: await deployment.connect(first) },
      { user: second, session: await deployment.connect(second) },
    ]);
    try {
      const [one, other] = sessions.map(({ session }) => session.accessToken());
      ensure(one !== other, 'two people hold the same access token');
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all(
          sessions.map(async ({ user, session }) => ({
            user,
            text: (await session.callTool('get_graph_user_details')).text,
          })),
        );
        for (const { user, text } of answers) {
          const profile = JSON.parse(text) as Record<string, unknown>;
          if (profile.success !== true) throw new NotTestable('get_graph_user_details does not succeed');
          const name = String(profile.userPrincipalName).toLowerCase();
          ensure(name === user.name.toLowerCase(), 'a session answers with the profile of another person');
        }
      }
    } finally {
      await Promise.all(sessions.map(({ session }) => session.close()));
    }
  },
});
