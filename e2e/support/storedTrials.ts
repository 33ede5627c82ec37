/** @file Trials put into the browser's database, as if an earlier visit had run them: nothing is trained. */
import type { Page } from '@playwright/test';
import packageJson from '../../package.json' with { type: 'json' };
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import {
  listTrials,
  withoutIdleSettings,
  type Experiment,
  type TrialSpec,
} from '../../src/experiment/experiment';
import { keyNumber } from '../../src/experiment/address/keyNumber';
import { decodeExperiment, encodeExperiment } from '../../src/experiment/address/url';
import type { TrialRecord } from '../../src/results/results';
import { openLab } from '../lab';

/** Accuracies by scenario, in the order of seeds; null for a diverged trial. */
export type Accuracies = Readonly<Record<string, readonly (number | null)[]>>;

export interface StoredTrial {
  readonly key: string;
  readonly record: TrialRecord;
}

/** The trial's key, as app/store/results/trialKey.ts writes it. */
export function keyOf(experiment: Experiment, { scenario, seed }: TrialSpec): string {
  const plain = withoutIdleSettings(scenario, experiment.training);
  const scenarios = [{ ...plain, name: 'trial', color: '#000000' }];
  const { judging } = DEFAULT_EXPERIMENT;
  const alone = { ...experiment, scenarios, trials: 1, firstSeed: seed, judging };
  return `results 1, lab ${packageJson.version}: ${encodeExperiment(alone, keyNumber)}`;
}

function recordsOf(
  experiment: Experiment,
  accuracies: Accuracies,
  change: (record: TrialRecord) => TrialRecord,
): StoredTrial[] {
  return listTrials(experiment).flatMap(({ scenario, seed }): StoredTrial[] => {
    const accuracy = accuracies[scenario.name]?.[seed - experiment.firstSeed];
    if (accuracy === undefined) return []; // not run yet
    const memory = {
      ...{ weights: 4e6, adapters: 1e6, gradients: 1e6 },
      ...{ optimizer: 2e6, activations: 9e6, workspace: 1e6 },
    };
    const record: TrialRecord = {
      ...{ id: `${scenario.name} ${seed}`, scenario, seed, accuracy, memory },
      status: accuracy === null ? 'diverged' : 'done',
      message: accuracy === null ? 'The loss was not a finite number at step 7.' : null,
      validationLoss: accuracy === null ? null : 0.3,
      losses: [0.7, 0.6],
      evaluations: [],
      ...{ steps: 2, trainableParameters: 1000, relativeParameters: 0.01, peakBytes: 18e6 },
      ...{ samplesPerSecond: 100, seconds: 5, finishedAt: '2026-11-24T12:00:00.000Z' },
      environment: {
        ...{ backend: 'webgpu', device: 'stored', software: false, userAgent: 'e2e' },
        labVersion: packageJson.version,
      },
    };
    return [
      {
        key: keyOf(experiment, { scenario, seed }),
        record: change(record),
      },
    ];
  });
}

/** Opens the experiment with these trials finished. @returns their records */
export async function openWithTrials(
  page: Page,
  fragment: string,
  accuracies: Accuracies,
  change: (record: TrialRecord) => TrialRecord = (record) => record,
): Promise<TrialRecord[]> {
  const stored = recordsOf(decodeExperiment(fragment).experiment, accuracies, change);
  await putTrialsFirst(page, stored);
  await openLab(page, fragment);
  await waitForTrials(page, stored.length);
  return stored.map(({ record }) => record);
}

/** The same on a page that shows the experiment already; it is reloaded. */
export async function storeTrials(
  page: Page,
  experiment: Experiment,
  accuracies: Accuracies,
  change: (record: TrialRecord) => TrialRecord = (record) => record,
): Promise<TrialRecord[]> {
  const stored = recordsOf(experiment, accuracies, change);
  await putTrials(page, stored);
  await page.reload();
  await waitForTrials(page, stored.length);
  return stored.map(({ record }) => record);
}

const waitForTrials = (page: Page, count: number) =>
  page.waitForFunction((n) => 'loraLab' in window && window.loraLab.results()?.trials.length === n, count);

/**
 * Has the page find them when it is opened. They are stored from a picture of the same origin, which is there at once; the
 * lab itself would take as long to open as it takes again with the trials.
 */
export async function putTrialsFirst(page: Page, stored: readonly StoredTrial[]): Promise<void> {
  await page.goto('./favicon.svg');
  await putTrials(page, stored);
}

/** The page looks for them when it is reloaded. */
export async function putTrials(page: Page, stored: readonly StoredTrial[]): Promise<void> {
  await page.evaluate(
    (trials) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lora-lab-results-1', 1);
        opening.onerror = () => reject(new Error('the database does not open'));
        opening.onupgradeneeded = () => void opening.result.createObjectStore('trials');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('trials', 'readwrite');
          for (const { key, record } of trials) transaction.objectStore('trials').put(record, key);
          transaction.oncomplete = () => resolve();
          transaction.onerror = () => reject(new Error('the records are not stored'));
        };
      }),
    stored,
  );
}
