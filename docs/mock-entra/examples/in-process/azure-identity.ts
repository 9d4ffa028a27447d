import { ManagedIdentityCredential } from '@azure/identity';
import { entra, server } from './mock.ts';

const { clientId } = entra.control.managedIdentity('sallyport-server');
const credential = new ManagedIdentityCredential({ clientId });
const { expiresOnTimestamp } = await credential.getToken('https://graph.microsoft.com/.default');
console.log(`@azure/identity: a token for ${Math.round((expiresOnTimestamp - Date.now()) / 3_600_000)} h`);
server.close();
