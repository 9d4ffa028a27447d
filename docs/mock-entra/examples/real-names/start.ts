/** Runs a program with the real names leading to mock Entra. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startUnderRealNames } from '../../../../mock-entra/index.ts';

const mock = await startUnderRealNames();
const { control } = mock.entra;

const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...mock.environment,
    TENANT_ID: control.tenant().id,
    CLIENT_ID: control.application('Sallyport Daemon').appId,
    CLIENT_SECRET: control.secretOf('Sallyport Daemon'),
    API_ID: control.application('Sallyport MCP Server').appId,
  },
});
[process.exitCode] = await once(child, 'exit');
await mock.close();
