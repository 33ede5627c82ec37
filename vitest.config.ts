/** @file The tests that vitest runs: `unit` in Node, and `kernels`, both `browser` and `parity` in a real Chromium with WebGPU. */
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { COMMON_FLAGS, findBrowser, LAUNCH_MS, SOFTWARE_FLAGS } from './tools/lib/browser/chromium.mjs';
import { browserPackages } from './tools/lib/testing/packages.mjs';

const MINUTE = 60_000;

/** What the browser tests load; the last three are imported by packages and by compiled JSX. */
const PACKAGES = [
  ...browserPackages(import.meta.dirname, ['src', 'workers', 'app']),
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-core',
  'react/jsx-dev-runtime',
];

/**
 * A project whose files run one after another in Chromium, because the software adapter takes both cores itself.
 * @param isolate whether each file has a page of its own; in a shared one, kernels that a file has compiled serve the next
 */
function inChromium(name: string, include: string[], isolate = true): TestProjectInlineConfiguration {
  return {
    extends: './vite.config.ts',
    test: {
      name,
      include,
      fileParallelism: false,
      isolate,
      // The first use of a kernel compiles it, which takes seconds on the software adapter.
      testTimeout: 5 * MINUTE,
      hookTimeout: 2 * MINUTE,
      // A busy machine must not fail a change. `npm test` names each test that needed the second try, and what failed first.
      retry: 1,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            executablePath: findBrowser() ?? undefined,
            args: [...COMMON_FLAGS, ...SOFTWARE_FLAGS],
            timeout: LAUNCH_MS,
          },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
    // Prepared beforehand because a package found while tests run would reload the page under them.
    optimizeDeps: { include: PACKAGES },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,app,workers,tools}/**/*.test.{ts,tsx,mjs}'],
          exclude: [...configDefaults.exclude, '**/*.{browser,parity}.test.*'],
          testTimeout: MINUTE,
          // One process and one set of modules serve all files: starting a process for each took longer than the tests.
          isolate: false,
          setupFiles: ['tools/lib/testing/cleanUnit.mjs'],
          // Inlined, so that the aliases of vite.config.ts hold for it in Node too.
          server: { deps: { inline: [/@xenova\/transformers/] } },
        },
      },
      inChromium('kernels', ['src/ops/**/*.browser.test.ts'], false),
      inChromium('browser', ['{workers,src/!(ops)}/**/*.browser.test.ts'], false),
      // These need a page of their own each, because a page keeps its database open.
      inChromium('browser of the page', ['app/**/*.browser.test.{ts,tsx}']),
      inChromium('parity', ['{src,tools}/**/*.parity.test.ts'], false),
    ],
  },
});
