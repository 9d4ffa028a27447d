/** A program as it goes to production: the environment of the process says which credential there is. */
import { DefaultAzureCredential } from '@azure/identity';

const credential = new DefaultAzureCredential();
const { expiresOnTimestamp } = await credential.getToken(`api://${process.env.API_ID}/.default`);
console.log(`@azure/identity: a token for ${Math.round((expiresOnTimestamp - Date.now()) / 3_600_000)} h`);
