import { discoverAuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { entra, server } from './mock.ts';

const issuer = `https://login.microsoftonline.com/${entra.control.tenant().id}/v2.0`;
const metadata = await discoverAuthorizationServerMetadata(issuer);
console.log(`MCP SDK: ${metadata?.issuer === issuer ? 'the issuer is as asked' : 'another issuer'}`);
server.close();
