/** @file The lab in Firefox, if one is installed: with WebGPU if it has it, or else with WebAssembly. */
import { expect, test } from '@playwright/test';
import { findFirefox, openFirefox } from '../tools/lib/browser/firefox.mjs';
import type { ResultsFile } from '../src/results/results';
import { TINY } from './lab';

const MINUTE = 60_000;
const firefox = findFirefox();
if (firefox === null) console.log('e2e/firefox.spec.ts is skipped: no Firefox on PATH, and no LAB_FIREFOX.');

test('an experiment runs in Firefox, on what it has, and is there after a reload', async ({ baseURL }) => {
  test.skip(firefox === null, 'no Firefox on PATH, and no LAB_FIREFOX');
  const page = await openFirefox(firefox ?? '');
  try {
    await page.goto(`${baseURL}#${TINY}`);
    await page.waitFor(`'loraLab' in window`, MINUTE);
    const hasGpu: unknown = await page.evaluate(
      `navigator.gpu?.requestAdapter().then((it) => it !== null) ?? false`,
    );
    const { environment, trials } = (await page.evaluate('window.loraLab.run()')) as ResultsFile;
    expect(environment.backend).toBe(hasGpu === true ? 'webgpu' : 'wasm');
    expect(trials.map(({ status, losses }) => [status, losses.length])).toEqual([['done', 2]]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);

    await page.reload();
    await page.waitFor(`'loraLab' in window && window.loraLab.results() !== null`, MINUTE);
    const restored = (await page.evaluate('window.loraLab.results()')) as ResultsFile;
    expect(restored.trials.map(({ id }) => id)).toEqual(trials.map(({ id }) => id));
    expect(page.errors).toEqual([]);
  } finally {
    page.close();
  }
});
