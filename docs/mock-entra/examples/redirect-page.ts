/** The page that pop-ups and hidden frames of msal-browser 5 end on: `redirect.html`. */
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge';

await broadcastResponseToMainFrame();
