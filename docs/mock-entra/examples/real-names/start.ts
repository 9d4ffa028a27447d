/** Runs a program with the real names leading to mock Entra. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startUnderRealNames } from '../../../../mock-entra/index.ts';

const mock = await startUnderRealNames();
const { control, origins } = mock.entra;
const { id } = control.tenant();
const api = control.application('Sallyport MCP Server').appId;
const exp = Math.floor(Date.now() / 1000) + 3600;
const claims = { iss: `${origins.login}/${id}/v2.0`, aud: api, tid: id, exp, roles: ['Tools.Invoke.All'] };

const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...mock.environment,
    TENANT_ID: id,
    CLIENT_ID: control.application('Sallyport Daemon').appId,
    CLIENT_SECRET: control.secretOf('Sallyport Daemon'),
    API_ID: api,
    // what the example of an API gets from its client
    ACCESS_TOKEN: await control.mint({ claims }),
  },
});
[process.exitCode] = await once(child, 'exit');
await mock.close();
