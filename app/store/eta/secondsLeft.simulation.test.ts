/** @file The time left over whole simulated runs: how far off it is, and whether it jumps. */
import { describe, expect, it } from 'vitest';
import { given } from '../../../src/base/testing';
import { DEFAULT_EXPERIMENT, QUESTION_TRAINING } from '../../../src/experiment/defaults';
import type { Experiment, Scenario } from '../../../src/experiment/experiment';
import { moduleSet } from '../../../src/architecture/modules';
import { runFraction, secondsLeft } from './secondsLeft';
import { speedKey } from '../timing/expected';
import { applyEvent } from '../run/runState';
import { simulate, type Simulation } from './simulatedRun.testing';
import { GPU, SOFTWARE } from './devices.testing';

const layers = (name: string, from: number, to: number): Scenario => ({
  name,
  color: '#000000',
  method: 'lora',
  rank: 8,
  alpha: 8,
  rsLora: false,
  modules: moduleSet(12, (layer) => layer >= from && layer <= to),
});
const LOWER = layers('lower', 1, 6);
const UPPER = layers('upper', 7, 12);
const ALL = layers('all', 1, 12);
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const FULL: Scenario = { name: 'full', color: '#000000', method: 'full' };

const speeds = (table: Readonly<Record<string, number>>) => (scenario: Scenario) =>
  given(table[scenario.name]);
const question = (scenarios: readonly Scenario[], trials: number): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  scenarios,
  trials,
  training: QUESTION_TRAINING,
});

/** Real speeds and set-up times: docs/measurements.md. */
const ON_SOFTWARE: Simulation = {
  experiment: DEFAULT_EXPERIMENT,
  environment: SOFTWARE,
  speeds: {},
  train: 3200,
  validation: 400,
  speedOf: speeds({
    [DEFAULT_EXPERIMENT.scenarios[0].name]: 54,
    [DEFAULT_EXPERIMENT.scenarios[1].name]: 85,
  }),
  evaluationSpeed: 190,
  loading: 1,
  setup: { first: 12, scenario: 4, repeated: 0.4 },
  evaluateEvery: null,
  seed: 1,
};
const ON_GPU: Simulation = {
  ...ON_SOFTWARE,
  experiment: question([ALL, HEAD, FULL], 5),
  environment: GPU,
  validation: 1000,
  speedOf: speeds({ all: 6300, head: 34_000, full: 7600, lower: 6300, upper: 9000 }),
  evaluationSpeed: 30_000,
  setup: { first: 1.2, scenario: 0.4, repeated: 0.05 },
};

const RUNS: Readonly<Record<string, Simulation>> = {
  'the default experiment on a software adapter': ON_SOFTWARE,
  'all methods on a GPU': ON_GPU,
  'LoRA lower and upper, full, on a software adapter with speeds known': {
    ...ON_SOFTWARE,
    experiment: { ...question([LOWER, UPPER, FULL, HEAD], 2), training: DEFAULT_EXPERIMENT.training },
    speeds: { [speedKey('roberta-mini', SOFTWARE)]: { lora: 85, full: 40 } },
    speedOf: speeds({ lower: 54, upper: 85, full: 41, head: 170 }),
  },
  'known speeds three times too high': {
    ...ON_GPU,
    experiment: question([LOWER, UPPER, FULL], 4),
    speeds: { [speedKey('roberta-mini', GPU)]: { lora: 20_000, full: 24_000, classifier: 90_000 } },
  },
  'a model of unknown speed, loaded from a hub': {
    ...ON_GPU,
    experiment: { ...question([LOWER, UPPER, FULL], 3), model: 'FacebookAI/roberta-base@main' },
    speedOf: speeds({ lower: 160, upper: 235, full: 120 }),
    evaluationSpeed: 430,
    loading: 40,
    setup: { first: 9, scenario: 3, repeated: 1 },
  },
  'scenarios of very different length': {
    ...ON_SOFTWARE,
    experiment: {
      ...DEFAULT_EXPERIMENT,
      scenarios: [HEAD, { ...LOWER, duration: { unit: 'steps', count: 400 } }, UPPER],
      trials: 3,
    },
    speedOf: speeds({ head: 180, lower: 54, upper: 85 }),
  },
  'companies of all seeds on a GPU': {
    ...ON_GPU,
    company: { size: 5, growth: 0.3 },
  },
  'companies of four of ten seeds, beside full fine-tuning, with speeds known of trials alone': {
    ...ON_GPU,
    experiment: question([LOWER, UPPER, FULL], 10),
    speeds: { [speedKey('roberta-mini', GPU)]: { lora: 6300, full: 7600, classifier: 34_000 } },
    company: { size: 4, growth: 0.3 },
  },
  'companies that gain little, of seven of twenty seeds': {
    ...ON_GPU,
    experiment: question([LOWER, UPPER, HEAD], 20),
    company: { size: 7, growth: 0.85 },
  },
  'evaluations more often than once a pass': {
    ...ON_GPU,
    experiment: question([LOWER, UPPER], 4),
    evaluationSpeed: 12_000,
    evaluateEvery: 25,
  },
};

interface Tick {
  /** Seconds by the clock, and seconds really left. */
  readonly at: number;
  readonly really: number;
  readonly left: number | null;
  readonly fraction: number;
}

/** What the page would show, a hundred times in the run and every second at most. */
function ticksOf(simulation: Simulation): Tick[] {
  const { start, arrivals, end } = simulate(simulation);
  const every = Math.max(200, Math.min(1000, end / 100));
  const ticks: Tick[] = [];
  let [run, next] = [start, 0];
  for (let now = 0; now < end; now += every) {
    for (let arrival = arrivals[next]; arrival && arrival.at <= now; arrival = arrivals[++next])
      run = applyEvent(run, arrival);
    const tick = { at: now / 1000, really: (end - now) / 1000, left: secondsLeft(run, now) };
    ticks.push({ ...tick, fraction: runFraction(run) });
  }
  return ticks;
}

/** At the very end the words say "about 1 s", whatever is left. */
const END_SHARE = 0.03;
/** The jump between two ticks as a factor, apart from the time that passed between them. */
const LARGEST_JUMP = 1.15;

describe.each(Object.entries(RUNS))('time left: %s', (_, simulation) => {
  const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
  const runs = new Map<number, Tick[]>();
  /** What the page would show in the run with a seed, simulated once for all tests. */
  const ticksWith = (seed: number): Tick[] => {
    const ticks = runs.get(seed) ?? ticksOf({ ...simulation, seed });
    runs.set(seed, ticks);
    return ticks;
  };

  it.each(SEEDS)('is within 25 % after a fifth of the run (seed %i)', (seed) => {
    const ticks = ticksWith(seed);
    const whole = given(ticks[0]).really;
    const judged = ticks.filter(({ at, really }) => at > 0.2 * whole && really > END_SHARE * whole);
    expect(judged.length).toBeGreaterThan(10);
    const errors = judged.map(({ left, really }) => Math.abs((left ?? Infinity) - really) / really);
    expect(Math.max(...errors)).toBeLessThan(0.25);
  });

  it.each(SEEDS)('never jumps by more than 15 % in the second half (seed %i)', (seed) => {
    const ticks = ticksWith(seed);
    const whole = given(ticks[0]).really;
    const jumps = ticks.flatMap(({ at, left, really }, i) => {
      const before = ticks[i - 1];
      if (!before || at < whole / 2 || really < END_SHARE * whole) return [];
      const passed = at - before.at;
      return [((left ?? Infinity) + passed) / (before.left ?? 0)];
    });
    expect(Math.max(...jumps)).toBeLessThan(LARGEST_JUMP);
    expect(Math.min(...jumps)).toBeGreaterThan(1 / LARGEST_JUMP);
  });

  it('comes with a share of the run that only grows', () => {
    const fractions = ticksWith(simulation.seed).map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThan(0.9);
  });
});
