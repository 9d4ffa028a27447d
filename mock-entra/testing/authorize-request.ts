/** Requests to the authorize endpoint, and how their pages and answers are read. */
import type { Page } from './form-driver.ts';
import { gatewayRequest, type World } from './world.ts';

/** AADSTS number a page reports. */
export const pageError = (page: Page): number | undefined => {
  const match = /data-aadsts="(\d+)"/.exec(page.html);
  return match ? Number(match[1]) : undefined;
};

/** Error parameters that reached the redirect URI. */
export const told = (page: Page): Record<string, string> => Object.fromEntries(page.left?.searchParams ?? []);

/** Opens the gateway's request with some parameters changed. @param segment the tenant of the path */
export const open = (world: World, extra: Record<string, string>, segment?: string): Promise<Page> =>
  world.browser().open(world.authorizeUrl(gatewayRequest(world, extra), segment === undefined ? {} : { segment }));

/** Opens the gateway's request without one of its parameters. */
export const without = (world: World, name: string): Promise<Page> => {
  const { [name]: _left, ...rest } = gatewayRequest(world);
  return world.browser().open(world.authorizeUrl(rest));
};
