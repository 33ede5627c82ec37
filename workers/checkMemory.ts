/** @file Checks before any trial begins whether every scenario of a run fits on the device. */
import { batchLengths } from '../src/data/batches';
import type { TrialSpec } from '../src/experiment/experiment';
import { planMemory, type MemoryQuestion } from '../src/train/memory';
import { whatDoesNotFit, type DoesNotFit, type MemoryLimit } from '../src/train/memoryFit';
import { nextTask } from '../src/base/nextTask';
import type { TrialSetting } from '../src/train/trialSetting';

/** What a trial's memory depends on. */
export const questionOf = (
  { ops, config, training, train, validation }: TrialSetting,
  { scenario }: TrialSpec,
): MemoryQuestion => ({
  ops,
  config,
  training,
  scenario,
  trainLengths: batchLengths(train),
  validationLengths: batchLengths(validation),
});

/** Bytes that the trial will take at its peak; null if that is not known. */
export function estimatedBytes(setting: TrialSetting, spec: TrialSpec): number | null {
  return planMemory(questionOf(setting, spec))?.peakBytes ?? null;
}

/** @returns one entry for each scenario that does not fit @throws the signal's reason if it aborts */
export async function checkMemory(
  trials: readonly TrialSpec[],
  setting: TrialSetting,
  limits: readonly MemoryLimit[],
  signal: AbortSignal,
): Promise<DoesNotFit[]> {
  const found: DoesNotFit[] = [];
  const once = new Map(trials.map((spec) => [spec.scenario, spec]));
  for (const spec of once.values()) {
    const wrong = whatDoesNotFit(questionOf(setting, spec), limits);
    if (wrong) found.push(wrong);
    await nextTask();
    signal.throwIfAborted();
  }
  return found;
}
