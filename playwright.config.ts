import { defineConfig } from '@playwright/test';
import { findChromium } from './fixtures/browser/find-chromium.ts';

const chromium = await findChromium();

/** Browser specs: what a person sees. Everything is served from loopback; no name is ever looked up. */
export default defineConfig({
  testDir: '.',
  testMatch: '{suites,fixtures}/browser/**/*.spec.ts',
  outputDir: '.cache/playwright',
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: '100%',
  // a hang ends; a slow or busy machine is no failure
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    trace: 'off', // a trace would hold tokens
    launchOptions: {
      executablePath: chromium.executablePath,
      env: { ...process.env, ...chromium.env },
      args: ['--disable-quic'],
    },
  },
});
