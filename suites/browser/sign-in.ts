/**
 * What a person sees when they sign in, in a real browser. The specs are values that a Playwright file runs with the
 * stack it has composed.
 */
import type { Page } from '@playwright/test';
import type { Browser, Deployment, TestUser } from '../deployment.ts';

/** What a browser spec stands on. */
export interface BrowserStack {
  readonly deployment: Deployment;
  /** A page of a fresh browser profile, whose names resolve to the stack. */
  readonly page: Page;
  /** Signs people in with that page, as `deployment.connect` wants it. */
  readonly person: Browser;
  readonly passwordOf: (user: TestUser) => string;
}

/** The stack's first or second person. */
export function person(deployment: Deployment, index: 0 | 1): TestUser {
  const user = deployment.users[index];
  if (!user) throw new Error(`the stack has no user ${index}`);
  return user;
}

/** Types name and password where mock Entra asks for them. */
export async function enterCredentials(page: Page, name: string, password: string): Promise<void> {
  await page.locator('input[name="login"]').fill(name);
  await page.keyboard.press('Enter');
  await page.locator('input[name="passwd"]').fill(password);
  await page.keyboard.press('Enter');
}
