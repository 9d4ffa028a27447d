/** A page can't hold mock Entra, but the process that drives its browser can: Playwright answers for the hosts. */
import type { BrowserContext } from '@playwright/test';
import type { MockEntra } from '../../../../mock-entra/index.ts';

/** Serves the login host and Graph to every page of a browser context. */
export async function serveEntra(context: BrowserContext, entra: MockEntra): Promise<void> {
  for (const [origin, host] of [
    ['https://login.microsoftonline.com', entra.login],
    ['https://graph.microsoft.com', entra.graph],
  ] as const) {
    await context.route(`${origin}/**`, async (route) => {
      const asked = route.request();
      const request = new Request(asked.url(), {
        method: asked.method(),
        headers: await asked.allHeaders().then((all) => Object.entries(all).filter(([name]) => !name.startsWith(':'))),
        body: asked.postData(),
      });
      const response = await host(request);
      await route.fulfill({
        status: response.status,
        // several cookies are several lines of one value here
        headers: { ...Object.fromEntries(response.headers), 'set-cookie': response.headers.getSetCookie().join('\n') },
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
  }
}
