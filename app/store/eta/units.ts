/** @file What a run will still train, as the trainer puts it together: companies of trials, and trials alone. */
import type { Scenario } from '../../../src/experiment/experiment';
import type { RunState } from '../run/runState';
import { isGpu } from '../timing/expected';
import { isUntouched } from '../timing/trialTiming';

/** A company, or a trial alone. */
export interface Unit {
  /** Indices of its trials, those of a company in the order of their seeds. */
  readonly trials: readonly number[];
  readonly scenario: Scenario;
}

/** What has not ended, the unit under way first. Companies that have not begun are as large as the latest ones. */
export function unitsLeft(run: RunState): Unit[] {
  const ended = new Set(run.finished.map(({ trial }) => trial));
  const present = run.timing && !isUntouched(run.timing) ? run.timing.trials : [];
  const taken = new Set(present);
  const waiting = new Map<Scenario, number[]>();
  for (const [trial, { scenario }] of run.trials.entries()) {
    if (ended.has(trial) || taken.has(trial)) continue;
    const trials = waiting.get(scenario);
    if (trials) trials.push(trial);
    else waiting.set(scenario, [trial]);
  }
  const scenario = run.trials[present[0] ?? -1]?.scenario;
  const isOver = present.every((trial) => ended.has(trial));
  return [
    ...(scenario && !isOver ? [{ trials: present, scenario }] : []),
    ...[...waiting].flatMap(([of, trials]) =>
      chunks(trials, companySize(run, of)).map((some) => ({ trials: some, scenario: of })),
    ),
  ];
}

/** How many trials of a scenario train together, as far as the run has shown; before that, as it was asked for. */
function companySize(run: RunState, scenario: Scenario): number {
  const { together, environment, trials, finished, timing } = run;
  if (scenario.method === 'full' || together === 'off') return 1;
  const timings = finished.map((one) => one.timing);
  if (timing && (timing.trials.length > 1 || !isUntouched(timing))) timings.push(timing);
  const known = timings.map((one) => ({
    size: one.trials.length,
    of: trials[one.trials[0] ?? -1]?.scenario,
  }));
  const own =
    known.findLast(({ of }) => of === scenario) ?? known.findLast(({ of }) => of?.method !== 'full');
  if (own) return own.size;
  if (together !== 'auto') return together;
  return environment && isGpu(environment) ? Infinity : 1;
}

function chunks(trials: readonly number[], size: number): number[][] {
  if (size >= trials.length) return [[...trials]];
  return Array.from({ length: Math.ceil(trials.length / size) }, (_, i) =>
    trials.slice(i * size, (i + 1) * size),
  );
}
