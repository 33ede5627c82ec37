/** @file Finished trials that can still be used: tried on sentences, examined and saved. */
import type { Scenario } from '../../../src/experiment/experiment';
import type { TrialSlot } from '../../store/results/trialKey';
import type { UsableTrial } from '../../store/results/trainedSlice';

export interface TrialChoice extends UsableTrial {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Of the validation sentences, with all adapters. */
  readonly accuracy: number | null;
}

export function usableTrials(
  slots: readonly TrialSlot[],
  usable: Readonly<Record<string, boolean>>,
): TrialChoice[] {
  return slots.flatMap(({ key, record, spec }) =>
    record?.status === 'done' && usable[record.id] === true
      ? [{ key, id: record.id, scenario: spec.scenario, seed: record.seed, accuracy: record.accuracy }]
      : [],
  );
}

/** The two trials chosen at first, of different scenarios if possible. */
export function firstPair(choices: readonly TrialChoice[]): readonly [TrialChoice?, TrialChoice?] {
  const [first] = choices;
  return [first, choices.find(({ scenario }) => scenario !== first?.scenario)];
}

export function formatTrial({ scenario, seed }: TrialChoice): string {
  return `${scenario.name}, seed ${seed}`;
}
