/** @file The end-to-end tests: they open the built page, served as `npm start` serves it, in a real Chromium with WebGPU. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { COMMON_FLAGS, findBrowser, LAUNCH_MS, SOFTWARE_FLAGS } from './tools/lib/browser/chromium.mjs';

// Each run has a port of its own, so that two checkouts can be tested at once. Worker processes inherit the choice.
process.env.LAB_E2E_PORT ??= String(7100 + (process.pid % 900));
const PORT = Number(process.env.LAB_E2E_PORT);
const MINUTE = 60_000;

const launchOptions = {
  executablePath: findBrowser() ?? undefined,
  args: [...COMMON_FLAGS, ...SOFTWARE_FLAGS],
  timeout: LAUNCH_MS,
};

/** Specs that measure the layout. They run as on a system without any typeface, because the page brings its own. */
const LAYOUT = /(accessibility|curves|grid|layout|view)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One picture serves for every machine, because the page brings its own typefaces.
  snapshotPathTemplate: '{testDir}/{testFilePath}-snapshots/{arg}{ext}',
  // Most specs wait for the page more than they compute, so two at once use two cores well.
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  // A busy machine must not fail a change. `npm test` names each test that needed the second try, and what failed first.
  retries: 1,
  timeout: 5 * MINUTE,
  globalTimeout: 40 * MINUTE,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // The page is tested as it is served. Only e2e/offline.spec.ts allows service workers.
    serviceWorkers: 'block',
    launchOptions,
  },
  projects: [
    { name: 'machine', testIgnore: LAYOUT },
    {
      name: 'no fonts',
      testMatch: LAYOUT,
      // Tests of a file are shared out, because this project comes last and a long file would leave one worker idle.
      fullyParallel: true,
      use: {
        launchOptions: {
          ...launchOptions,
          env: {
            ...process.env,
            FONTCONFIG_FILE: fileURLToPath(new URL('./e2e/support/noFonts.conf', import.meta.url)),
          },
        },
      },
    },
  ],
  webServer: {
    command: `node tools/start.mjs --port ${PORT}`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    timeout: 2 * MINUTE,
  },
});
