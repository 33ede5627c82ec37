/** @file Recorded runs are of today's engine: one of them, from another device, comes out again on the processor. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { OPENING, recordedPath } from '../src/lessons/recorded';
import { createReferenceOps } from '../src/ops/reference';
import { parseResults } from '../src/results/resultsFile';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import { runTrial } from '../src/train/trial';
import { SILENT } from '../src/train/trial.testing';
import { createLaboratory } from './laboratory';
import { prepareRun } from './prepareRun';

const STEPS = 20;
const PUBLIC = new URL('../public/', import.meta.url);
const BASE = 'http://lab.test/';

beforeAll(async () => {
  setWasmPaths(new URL('../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  vi.stubGlobal('fetch', (url: string) =>
    Promise.resolve(new Response(readFileSync(new URL(url.replace(BASE, ''), PUBLIC)))),
  );
});
afterAll(async () => {
  await tf.setBackend('cpu');
  tf.removeBackend('wasm');
});

it('a recorded trial has the losses that the same trial has here', { timeout: 300_000 }, async () => {
  const { experiment, trials } = parseResults(readFileSync(new URL(recordedPath(OPENING), PUBLIC), 'utf8'));
  // Its backward pass ends half way down, which makes it the fastest one to train.
  const recorded = trials.find(({ scenario, seed }) => scenario.name === 'upper' && seed === 1)!;
  const laboratory = createLaboratory();
  const { setting } = await prepareRun(
    experiment,
    laboratory,
    {
      ops: createReferenceOps(),
      environment: recorded.environment,
      tiles: null,
      lost: new Promise(() => undefined),
    },
    {
      ...{ baseUrl: BASE, sources: DEFAULT_SOURCES, signal: new AbortController().signal },
      ...{ onBytes: () => undefined, onSentences: () => undefined },
    },
  );
  const losses: number[] = [];
  await runTrial(setting, recorded, {
    ...SILENT,
    isCancelled: () => losses.length >= STEPS,
    onSteps: (_, more) => void losses.push(...more),
  });
  laboratory.models.unplace();
  expect(losses.length).toBeGreaterThanOrEqual(STEPS);
  const apart = losses.slice(0, STEPS).map((loss, i) => Math.abs(loss - (recorded.losses[i] ?? NaN)));
  // Rounding in the file and another order of sums on another device leave less than a hundredth of this.
  expect(
    Math.max(...apart),
    'The engine trains otherwise than when it was recorded: npm run record -- --device-name NAME',
  ).toBeLessThan(1e-3);
});
