/** @file Trials put into the page's database as if they had been run there. */
import type { Page } from '@playwright/test';
import packageJson from '../package.json' with { type: 'json' };
import {
  listTrials,
  withoutIdleSettings,
  type Experiment,
  type TrialSpec,
} from '../src/experiment/experiment';
import type { TrialRecord } from '../src/experiment/results';
import { encodeExperiment } from '../src/experiment/url';

/** Stores a finished trial for each of the experiment's; the page shows them once it is opened anew. */
export async function storeTrials(
  page: Page,
  experiment: Experiment,
  accuracyOf: (trial: TrialSpec) => number,
): Promise<void> {
  const stored = listTrials(experiment).map((trial) => ({
    key: keyOf(experiment, trial),
    record: recordOf(trial, accuracyOf(trial)),
  }));
  await page.evaluate(
    (records) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lora-lab-results-1', 1);
        opening.onerror = () => reject(new Error('the database does not open'));
        opening.onupgradeneeded = () => void opening.result.createObjectStore('trials');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('trials', 'readwrite');
          for (const { key, record } of records) transaction.objectStore('trials').put(record, key);
          transaction.oncomplete = () => resolve();
          transaction.onerror = () => reject(new Error('the records are not stored'));
        };
      }),
    stored,
  );
}

/** As app/store/trialKey.ts writes it. */
function keyOf(experiment: Experiment, { scenario, seed }: TrialSpec): string {
  const own = withoutIdleSettings(scenario, experiment.training);
  const scenarios = [{ ...own, name: 'trial', color: '#000000' }];
  const fragment = encodeExperiment({ ...experiment, scenarios, trials: 1, firstSeed: seed });
  return `results 1, lab ${packageJson.version}: ${fragment}`;
}

function recordOf({ scenario, seed }: TrialSpec, accuracy: number): TrialRecord {
  return {
    ...{ id: `${scenario.name} ${seed}`, scenario, seed, status: 'done', message: null },
    ...{ accuracy, validationLoss: 0.3, losses: [0.7, 0.6], evaluations: [], steps: 2 },
    ...{ trainableParameters: 1000, relativeParameters: 0.01, peakBytes: 18e6 },
    memory: {
      ...{ weights: 4e6, adapters: 1e6, gradients: 1e6, optimizer: 2e6 },
      ...{ activations: 9e6, workspace: 1e6 },
    },
    ...{ samplesPerSecond: 100, seconds: 5, finishedAt: '2026-11-24T12:00:00.000Z' },
    environment: {
      ...{ backend: 'webgpu', device: 'stored', software: false, userAgent: 'e2e' },
      labVersion: packageJson.version,
    },
  };
}
