/** @file Companies of small trials for tests, beside the same trials alone. */
import { drawsBySeed, type Hyperparameters, type Scenario } from '../experiment/experiment';
import type { ModelConfig } from '../architecture/config';
import type { Ops } from '../ops';
import { runCompany, type CompanyEnd, type CompanyOptions } from './company';
import type { TrialSnapshot } from './snapshot';
import { runTrial } from './trial';
import { sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import type { Member, TrialHooks, TrialOutcome } from './trialSetting';

/** A small model whose trials are fast enough for many steps on the processor. */
export const TINY: ModelConfig = { ...SMALL, layers: 1, hidden: 8, heads: 1, intermediate: 16 };
/** An epoch is 5 steps of several lengths, the last one with two sentences; validation has an odd last batch too. */
export const SETS = { train: sentences(TINY, 18, 21), validation: sentences(TINY, 7, 14) };
export const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };
/** Three epochs and the first step of another. The reference computes each trial by itself, so no rounding adds up. */
export const STEPS = 16;
/** Enough for what happens on the way: two evaluations before the last. */
const FEW_STEPS = 13;
export const CHANGE: Partial<Hyperparameters> = {
  duration: { unit: 'steps', count: FEW_STEPS },
  dropout: DROPOUT,
  learningRate: 0.03,
  evaluateEvery: 5,
  shuffle: true,
};

export interface Ask {
  readonly ops: Ops;
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  readonly change?: Partial<Hyperparameters>;
  /** Hooks by the trial's number in the company. */
  readonly hooks?: (trial: number) => Partial<TrialHooks>;
  readonly from?: readonly (TrialSnapshot | null)[];
  readonly options?: CompanyOptions;
}

/** Trains the seeds in one company. */
export async function together({
  ops,
  scenario,
  seeds,
  change,
  hooks,
  from,
  options,
}: Ask): Promise<readonly CompanyEnd[]> {
  const setting = smallSetting(ops, TINY, SETS, { ...CHANGE, ...change });
  if (drawsBySeed(setting.training)) throw new Error('The rows of these tests are the same for all seeds.');
  const [first, ...others] = seeds.map((seed, i): Member => ({
    setting,
    spec: { scenario, seed },
    hooks: { ...SILENT, ...hooks?.(i) },
    from: from?.[i] ?? null,
  }));
  if (!first) throw new Error('A company has a seed at least.');
  try {
    return await runCompany([first, ...others], options);
  } finally {
    setting.dispose();
  }
}

/** Trains one seed alone. */
export async function alone(
  { ops, scenario, change }: Pick<Ask, 'ops' | 'scenario' | 'change'>,
  seed: number,
  hooks: Partial<TrialHooks> = {},
  from: TrialSnapshot | null = null,
): Promise<TrialOutcome> {
  const setting = smallSetting(ops, TINY, SETS, { ...CHANGE, ...change });
  try {
    return await runTrial(setting, { scenario, seed }, { ...SILENT, ...hooks }, from);
  } finally {
    setting.dispose();
  }
}

/** The outcomes of a company all of whose trials have ended. */
export function outcomesOf(ends: readonly CompanyEnd[]): TrialOutcome[] {
  return ends.map(({ outcome }) => {
    if (!outcome) throw new Error('A trial has parted from its company.');
    return outcome;
  });
}

/** The largest difference of two lists of losses of the same length. */
export function apart(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return Infinity;
  return Math.max(0, ...one.map((loss, i) => Math.abs(loss - (other[i] ?? NaN))));
}

/** A keeper that is always due and keeps a copy of everything. */
export function keepingAll(into: TrialSnapshot[]): Pick<TrialHooks, 'snapshots'> {
  return {
    snapshots: {
      isDue: () => true,
      mostBytes: Infinity,
      keep: (snapshot) => into.push(structuredClone(snapshot)),
      refuse: () => {
        throw new Error('The snapshots are not too large.');
      },
    },
  };
}
