/**
 * @file Sweeps the learning rate of each scenario, by ordinary runs of ordinary scenarios on seeds that the comparison does
 * not use. What has run is in the store's records, so that a sweep that was cancelled goes on where it was.
 */
import { groupBy } from '../../src/base/groupBy';
import { LabError } from '../../src/base/errors';
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { scenarioId } from '../../src/experiment/scenarioId';
import { MAX_SCENARIOS } from '../../src/experiment/validate';
import { chooseRate, type RateTrials } from '../../src/footing/rates/chooseRate';
import {
  presentRate,
  ratesAround,
  rateSweep,
  type RatesAsked,
  type RatesToTry,
  type RateSweep,
} from '../../src/footing/rates/rateSweep';
import { furtherRates, type TunedRates } from '../../src/footing/rates/tuned';
import { measureTrials } from '../../src/results/measureTrials';
import type { BackendName, TrialRecord } from '../../src/results/results';
import { isSameTask, openAgain } from '../recommend/startRace';
import { useLab } from '../store/lab';
import { trialSlots } from '../store/results/trialKey';

export interface RatesOptions {
  /** Null for the best backend; the chosen one if left out. */
  readonly backend?: BackendName | null;
  /** Called whenever something new is known. */
  readonly show?: (tuned: TunedRates) => void;
  /** Whether to stop before the next run. */
  readonly isCancelled?: () => boolean;
}

/**
 * Tries every scenario of the open experiment with its rates, and beyond the end of its list where the best is there. The
 * experiment is that of the sweep meanwhile, and comes back at the end, as it was.
 * @throws LabError if it cannot begin, or a run could not go on
 */
export async function driveRates(asked: RatesAsked, options: RatesOptions = {}): Promise<TunedRates> {
  const { experiment: on, selectedId, run } = useLab.getState();
  if (run.status !== 'idle') throw new LabError('A run is under way.', 'Cancel it or wait for it to end.');
  const selected = on.scenarios.findIndex((one) => scenarioId(one) === selectedId);
  try {
    let tries = firstTries(on, asked);
    for (;;) {
      const { tuned, isCancelled } = await runTries(on, asked, tries, options);
      options.show?.(tuned);
      if (isCancelled) return { ...tuned, stopped: 'cancelled' };
      const further = furtherRates(tuned);
      if (further.every(({ rates }) => rates.length === 0)) return tuned;
      tries = tries.map(({ scenario, rates }, i) => ({
        scenario,
        rates: [...rates, ...(further[i]?.rates ?? [])].sort((a, b) => a - b),
      }));
    }
  } finally {
    giveBack(on, selected);
  }
}

/** The rates that each scenario is tried with at first. @throws LabError if there would be too many scenarios */
export function firstTries(on: Experiment, asked: RatesAsked): RatesToTry {
  const tries = on.scenarios.map((scenario) => ({
    scenario,
    rates: ratesAround(presentRate(on.training, scenario), asked),
  }));
  const count = tries.reduce((sum, { rates }) => sum + rates.length, 0);
  if (count > MAX_SCENARIOS)
    throw new LabError(
      `${on.scenarios.length} scenarios with ${asked.count} rates each are ${count}, and one run holds ${MAX_SCENARIOS}.`,
      'Try fewer rates, or remove scenarios.',
    );
  return tries;
}

async function runTries(
  on: Experiment,
  asked: RatesAsked,
  tries: RatesToTry,
  { backend, show, isCancelled = () => false }: RatesOptions,
): Promise<{ readonly tuned: TunedRates; readonly isCancelled: boolean }> {
  const sweep = rateSweep(on, tries, asked.seeds);
  const { replaceScenarios, edit, restoreRecords, startRun } = useLab.getState();
  await restoreRecords(sweep.experiment, true);
  const told = (): TunedRates => tell({ on, asked, tries, sweep });
  if (isCancelled()) return { tuned: told(), isCancelled: true };
  replaceScenarios(sweep.experiment.scenarios);
  edit({ ...sweep.experiment, scenarios: useLab.getState().experiment.scenarios });
  show?.(told());
  const forget = useLab.subscribe(({ records }, before) => {
    if (records !== before.records) show?.(told());
  });
  const before = useLab.getState().run;
  try {
    await startRun({ which: 'missing', ...(backend === undefined ? {} : { backend }) });
  } finally {
    forget();
  }
  const { run } = useLab.getState();
  // Where nothing was left to train, the page shows the run before.
  return { tuned: told(), isCancelled: isCancelled() || (run !== before && run.outcome === 'cancelled') };
}

interface Sweeping {
  readonly on: Experiment;
  readonly asked: RatesAsked;
  readonly tries: RatesToTry;
  readonly sweep: RateSweep;
}

/** What is known of the sweep so far. */
function tell({ on, asked, tries, sweep }: Sweeping): TunedRates {
  const lab = useLab.getState();
  const slots = groupBy(trialSlots(sweep.experiment, lab.records, lab), ({ spec }) => spec.scenario);
  const { measure, delta } = on.judging;
  const rules = {
    plan: null,
    firstSeed: sweep.experiment.firstSeed,
    delta: delta / 100,
    rows: null,
    measure,
  };
  const trialsOf = (scenario: Scenario | undefined, rate: number): RateTrials => {
    const own = scenario ? (slots.get(scenario) ?? []) : [];
    const records = own.flatMap(({ record }): TrialRecord[] => (record ? [record] : []));
    const done = records.filter(({ status }) => status === 'done');
    const failed = records.filter(({ status }) => status === 'diverged' || status === 'failed').length;
    return { rate, values: measureTrials(done, measure).bySeed, failed };
  };
  const scenarios = tries.map(({ scenario, rates }, i) => {
    const present = presentRate(on.training, scenario);
    const tried = rates.map((rate, k) => trialsOf(sweep.scenarios[i]?.[k], rate));
    const isWhole = tried.every(({ values, failed }) => values.length + failed >= asked.seeds);
    const choice = isWhole ? chooseRate(tried, { present, seeds: asked.seeds, rules }) : null;
    return { scenario, present, tried, choice };
  });
  return { asked, on, scenarios, stopped: null };
}

/** Opens the experiment that was there before, unless another model, data or settings were opened since. */
function giveBack(before: Experiment, selected: number): void {
  const { experiment } = useLab.getState();
  if (!isSameTask({ ...before, firstSeed: experiment.firstSeed }, experiment)) return;
  openAgain(before);
  const open = useLab.getState().experiment.scenarios[selected];
  if (open) useLab.getState().selectScenario(scenarioId(open));
}
