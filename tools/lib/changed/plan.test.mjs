/** @file Which stages and test files run for which changed paths. */
import { expect, it } from 'vitest';
import { planChanged } from './plan.mjs';

/** A small project: by file, what it reads. */
const DEPENDENCIES = new Map([
  ['app/main.tsx', ['app/store/lab.ts', 'workers/client.ts']],
  ['app/offline/serviceWorker.ts', []],
  ['app/store/lab.ts', ['src/stats/mean.ts']],
  ['app/store/lab.test.ts', ['app/store/lab.ts']],
  ['app/store/lab.browser.test.ts', ['app/store/lab.ts']],
  ['workers/client.ts', ['workers/trainer.worker.ts']],
  ['workers/trainer.worker.ts', ['src/ops/gemm.ts']],
  ['src/stats/mean.ts', []],
  ['src/stats/mean.test.ts', ['src/stats/mean.ts']],
  ['src/ops/gemm.ts', []],
  ['src/ops/gemm.browser.test.ts', ['src/ops/gemm.ts', 'src/ops/testing.ts']],
  ['src/ops/testing.ts', []],
  ['src/parity/engine.parity.test.ts', ['src/ops/gemm.ts']],
  ['tools/start.mjs', []],
  ['tools/headless.mjs', []],
  ['tools/docs/paths.test.mjs', []],
  ['tools/lint/houseRules.test.mjs', []],
  ['e2e/lab.ts', []],
  ['e2e/view.spec.ts', ['e2e/lab.ts']],
  ['e2e/headless.spec.ts', ['tools/headless.mjs']],
  ['playwright.config.ts', ['tools/start.mjs']],
]);
const TREE_TESTS = ['tools/docs/paths.test.mjs', 'tools/lint/houseRules.test.mjs'];

/** @param {readonly string[]} changed @returns {Record<string, readonly string[] | null>} by stage, the files it runs */
const chosen = (...changed) =>
  Object.fromEntries(planChanged(changed, DEPENDENCIES).run.map(({ name, files }) => [name, files]));

it('runs the documents’ tests alone where documents alone have changed', () => {
  expect(chosen('README.md', 'docs/method.md', 'docs/screenshot.png')).toEqual({
    unit: ['tools/docs/paths.test.mjs'],
  });
});

it('runs the tests that import what has changed, directly or by way of others', () => {
  expect(chosen('src/ops/testing.ts')).toEqual({
    typecheck: null,
    lint: ['src/ops/testing.ts'],
    unit: TREE_TESTS,
    kernels: ['src/ops/gemm.browser.test.ts'],
  });
  expect(chosen('src/stats/mean.test.ts')).toEqual({
    typecheck: null,
    lint: ['src/stats/mean.test.ts'],
    unit: ['src/stats/mean.test.ts', ...TREE_TESTS],
  });
});

it('runs every end-to-end test, on a new build, where the page or its worker changes', () => {
  expect(chosen('src/ops/gemm.ts')).toMatchObject({
    kernels: ['src/ops/gemm.browser.test.ts'],
    parity: ['src/parity/engine.parity.test.ts'],
    build: null,
    e2e: null,
  });
  expect(chosen('src/ops/gemm.ts')).not.toHaveProperty('browser');
  expect(chosen('src/stats/mean.ts')).toMatchObject({
    unit: ['app/store/lab.test.ts', 'src/stats/mean.test.ts', ...TREE_TESTS],
    browser: ['app/store/lab.browser.test.ts'],
    e2e: null,
  });
  for (const path of ['public/theme.js', 'index.html', 'app/styles/page.css', 'tools/build/offline.mjs'])
    expect(chosen(path)).toMatchObject({ build: null, e2e: null });
});

it('runs the changed specs alone where nothing of the page has changed, and those of a program that they start', () => {
  expect(chosen('e2e/view.spec.ts')).toMatchObject({ build: null, e2e: ['e2e/view.spec.ts'] });
  expect(chosen('e2e/lab.ts')).toMatchObject({ e2e: ['e2e/view.spec.ts'] });
  expect(chosen('e2e/view.spec.ts-snapshots/light.png')).toMatchObject({ e2e: ['e2e/view.spec.ts'] });
  expect(chosen('tools/headless.mjs')).toMatchObject({ e2e: ['e2e/headless.spec.ts'] });
  // The server of all specs.
  expect(chosen('tools/start.mjs')).toMatchObject({ e2e: null });
});

it('runs the cluster’s tests where their package, or what they read of the lab, changes', () => {
  expect(chosen('cluster/lora_lab_cluster/cli.py')).toEqual({
    unit: TREE_TESTS,
    lint: ['cluster/lora_lab_cluster/cli.py'],
    cluster: null,
  });
  expect(chosen('cluster/tests/vectors/losses.json')).toMatchObject({ unit: null, cluster: null });
  expect(chosen('public/models/roberta-mini/config.json')).toMatchObject({ cluster: null });
  expect(chosen('src/stats/mean.ts')).not.toHaveProperty('cluster');
  expect(chosen('cluster/README.md')).not.toHaveProperty('cluster');
});

it('runs whole stages for data that tests read by their paths', () => {
  const plan = chosen('tools/parity/fixtures/bert-full.json');
  expect(plan).toMatchObject({ unit: null, browser: null, parity: null });
  expect(plan).not.toHaveProperty('kernels');
  expect(chosen('app/styles/page.css')).not.toHaveProperty('parity');
});

it('runs everything where what everything stands on changes', () => {
  for (const path of ['package-lock.json', 'vitest.config.ts', 'tsconfig.json'])
    expect(Object.values(chosen('src/stats/mean.ts', path))).toEqual(Array(9).fill(null));
});

it('lints all files where a rule changes, and only what is left where files were removed', () => {
  expect(chosen('tools/lint/floors.mjs')).toMatchObject({ lint: null });
  expect(chosen('src/stats/removed.ts')).toEqual({ typecheck: null, unit: TREE_TESTS });
});

it('says why it runs and why it leaves out, of every stage one line', () => {
  const { run, leftOut } = planChanged(['src/stats/mean.test.ts'], DEPENDENCIES);
  expect(run.map(({ name, why }) => `${name}: ${why}`)).toEqual([
    'typecheck: all types, because code has changed',
    'lint: 1 changed file',
    'unit: 3 of 4 test files',
  ]);
  expect(leftOut.map(({ name }) => name)).toEqual([
    'kernels',
    'browser',
    'parity',
    'build',
    'e2e',
    'cluster',
  ]);
  expect(planChanged([], DEPENDENCIES).leftOut).toEqual([{ name: 'everything', why: 'nothing has changed' }]);
});
