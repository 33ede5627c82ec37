/** @file A model is never whole in JavaScript's memory: neither while it is downloaded nor while it is placed. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { inLab, openLab, waitUntilIdle, withHub } from './lab';
import { startHub } from './support/hubServer.mjs';
import { makeBert } from './support/makeModel.mjs';
import { watchWorkerHeap } from './workerHeap';

const MINUTE = 60_000;
const MB = 1e6;

/**
 * LAB_BIG_MODEL=1 makes it 500 MB, which takes minutes on two cores, and also counts what is not collected yet, some 64
 * MB of array buffers. Otherwise only referenced memory counts, and a smaller file shows whether it was in memory as a
 * whole.
 */
const CASES = process.env.LAB_BIG_MODEL
  ? { shape: { layers: 20, hidden: 768, vocabulary: 43_000 }, least: 500 * MB, beyond: 200 * MB, held: false }
  : { shape: { layers: 12, hidden: 256, vocabulary: 10_000 }, least: 35 * MB, beyond: 10 * MB, held: true };

test('loading takes little more memory than the largest tensor', async ({ page }) => {
  test.setTimeout(9 * MINUTE);
  const { shape, least, beyond, held } = CASES;
  const folder = await mkdtemp(join(tmpdir(), 'lab-hub-'));
  await makeBert(join(folder, 'models/me/big'), shape);
  const { size } = await stat(join(folder, 'models/me/big/model.safetensors'));
  expect(size).toBeGreaterThan(least);
  const hub = await startHub({ folder });
  try {
    await page.addInitScript(withHub, hub.url);
    // A checkpoint of full fine-tuning is three times as large as the model.
    await page.addInitScript(() => localStorage.setItem('lora-lab.checkpoint-seconds', '1000'));
    const heap = await watchWorkerHeap(page);
    const read = held ? heap.readHeld : heap.read;
    // Full fine-tuning writes its start values; the classifier alone has the weights placed.
    await openLab(
      page,
      `model=me/big&data=review-sentences&layers=${shape.layers}&scenario=head:classifier&scenario=all:full` +
        // There are enough sentences for the page to see the evaluation before the parameters come back.
        '&trials=1&steps=1&batch=1&rows=16&validation=12&length=8',
    );
    await expect(page.getByTestId('model-picker')).toContainText(`${shape.layers} layers`);
    await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().environment !== null);
    const before = await read();
    await page.getByTestId('run-button').click();
    const peaks = new Map<string, number>();
    let samples = 0;
    const watching = (async () => {
      for (;;) {
        const { running, phase } = await inLab(page, () => window.loraLab.state());
        if (!running) break;
        const name = phase ?? 'starting';
        peaks.set(name, Math.max(peaks.get(name) ?? 0, await read()));
        samples++;
        await page.waitForTimeout(held ? 100 : 20);
      }
    })();
    const results = await waitUntilIdle(page, 8 * MINUTE);
    await watching;
    // While evaluating, the last trial's parameters come back to the host: the worker keeps what trials trained.
    const peak = Math.max(...[...peaks].map(([phase, bytes]) => (phase === 'evaluating' ? 0 : bytes)));
    const largest = shape.vocabulary * shape.hidden * 4;
    console.log(
      `${(size / MB).toFixed(0)} MB of weights, the largest tensor ${(largest / MB).toFixed(0)} MB: ` +
        `${(before / MB).toFixed(0)} MB before, at most ` +
        `${[...peaks].map(([phase, bytes]) => `${(bytes / MB).toFixed(0)} MB while ${phase}`).join(', ')}; ${samples} samples`,
    );
    expect(results?.trials.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(samples).toBeGreaterThan(50);
    expect(peak - before).toBeLessThan(largest + beyond);
  } finally {
    await hub.close();
    await rm(folder, { recursive: true });
  }
});
