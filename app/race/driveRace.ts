/**
 * @file Drives a race: asks for each round's trials by the ordinary run, and judges what came. Everything that it knows is in
 * the store's records, so that a race that was stopped, or whose page was reloaded, goes on where it was.
 */
import { LabError } from '../../src/base/errors';
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { raceCandidates } from '../../src/race/candidates';
import { NO_LIMITS, overLimit } from '../../src/race/costs';
import type { RaceAsked, Stopped } from '../../src/race/race';
import { raceReport, type RaceReport } from '../../src/race/report';
import { withinTime } from '../../src/race/withinTime';
import type { BackendName, MemoryBreakdown } from '../../src/results/results';
import { totalBytes } from '../../src/results/costs';
import { raceState } from '../../src/stats/elimination/race';
import { sumOf } from '../../src/base/sum';
import { useLab } from '../store/lab';
import { isGpu } from '../store/timing/expected';
import { trainer } from '../store/worker/trainer';
import { evidenceOf, MOST_SEEDS, type Planned } from './evidence';

export interface RaceOptions {
  /** Null for the best backend; the chosen one if left out. */
  readonly backend?: BackendName | null;
}

/**
 * Races candidates on the open experiment's model, data and settings until it is settled, the time is up, or it is cancelled.
 * The experiment becomes that of the candidates left.
 * @throws LabError if it cannot begin, or a run could not go on
 */
export async function driveRace(asked: RaceAsked, options: RaceOptions = {}): Promise<RaceReport> {
  const lab = useLab.getState();
  if (lab.isRacing || lab.run.status !== 'idle')
    throw new LabError('A run is under way.', 'Cancel it or wait for it to end.');
  lab.beginRace(lab.experiment);
  const startedAt = Date.now();
  try {
    const race = await prepare(asked, options);
    for (;;) {
      const report = tell(race, null);
      const { next } = report.state;
      if (next === null || !report.candidates.some(({ over }) => over === null)) return report;
      if (useLab.getState().raceCancelled) return tell(race, 'cancelled');
      if (asked.budget !== null && !fitsBudget(report, next, (Date.now() - startedAt) / 1000))
        return tell(race, 'budget');
      for (const most of turnsOf(report)) {
        const isOver = await runRound(race, report, next, { options, startedAt, most });
        if (isOver) return tell(race, isOver);
      }
    }
  } catch (error) {
    const { message } = error as Error;
    useLab.getState().showRace({ raceProblem: message });
    throw error;
  } finally {
    useLab.getState().showRace({ isRacing: false });
  }
}

/**
 * How many of those left each turn of the next round trains. Where training is slow and the race's time limited, round one
 * goes candidate by candidate: if the time is up before its end, those that come first have all their seeds.
 */
function turnsOf({ asked, state }: RaceReport): number[] {
  const { environment } = useLab.getState();
  const isSlow = environment !== null && !isGpu(environment);
  if (state.seeds > 0 || asked.budget === null || !isSlow) return [state.left.length];
  return state.left.map((_, i) => i + 1);
}

/** A race with its candidates and what they are planned to take. */
interface Race {
  readonly asked: RaceAsked;
  /** All candidates with the most seeds, of which no run asks at once. */
  readonly whole: Experiment;
  readonly planned: Planned;
}

async function prepare(asked: RaceAsked, { backend }: RaceOptions): Promise<Race> {
  const config = await modelConfig();
  const { experiment, backendChoice } = useLab.getState();
  const scenarios = raceCandidates(experiment, config.layers, asked.candidates);
  if (scenarios.length < 2)
    throw new LabError('There is nothing to compare.', 'Add a scenario, or let the lab add some of its own.');
  const judging = { ...experiment.judging, measure: asked.measure, delta: asked.delta * 100 };
  const whole: Experiment = { ...experiment, judging, scenarios, trials: MOST_SEEDS };
  await useLab.getState().restoreRecords(whole, true);
  const used = backend === undefined ? backendChoice : backend;
  const memory = await plannedMemory(whole, used);
  return { asked, whole, planned: { config, memory } };
}

/** The shape of the open experiment's model, as soon as it is known. */
export function modelConfig(): Promise<NonNullable<ReturnType<typeof useLab.getState>['modelConfig']>> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const { modelConfig: config, modelProblem } = useLab.getState();
      if (config) resolve(config);
      else if (modelProblem) reject(new LabError(modelProblem.message, modelProblem.remedy));
      return config !== null || modelProblem !== null;
    };
    if (look()) return;
    const forget = useLab.subscribe(() => {
      if (look()) forget();
    });
  });
}

/** The page asks for its device, and about its own experiment, at the same time; what that interrupts is asked again. */
const ATTEMPTS = 4;
const AGAIN_MS = 500;

/** @returns bytes at the peak of each scenario's trial; null where the backend allocates by itself */
export async function plannedMemory(
  experiment: Experiment,
  backend: BackendName | null,
): Promise<(number | null)[]> {
  for (let attempt = 1; ; attempt++) {
    const memory = await askMemory(experiment, backend);
    if (memory || attempt === ATTEMPTS)
      return experiment.scenarios.map((_, i) => bytesOf(memory?.[i] ?? null));
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** @returns null if it could not be planned, or was abandoned */
function askMemory(
  experiment: Experiment,
  backend: BackendName | null,
): Promise<readonly (MemoryBreakdown | null)[] | null> {
  const { sources } = useLab.getState();
  return new Promise((resolve) => {
    trainer().estimate({ about: 'candidate', experiment, backend, sources }, resolve, () => undefined);
  });
}

const bytesOf = (memory: MemoryBreakdown | null): number | null => memory && totalBytes(memory);

/** Shows the race as it stands. The experiment's list is that of the entrants: those within the limits come first. */
function tell({ asked, whole, planned }: Race, stopped: Stopped | null): RaceReport {
  const all = evidenceOf(useLab.getState(), whole, asked, planned).map((evidence, i) => ({
    ...evidence,
    scenario: whole.scenarios[i] as Scenario, // one for each
    over: overLimit(evidence.costs, asked.limits),
  }));
  const within = all.filter(({ over }) => over === null);
  const racing = stopped === 'budget' ? withinTime(within) : within;
  const state = raceState(
    racing.map(({ entrant }) => entrant),
    { firstSeed: whole.firstSeed, delta: asked.delta, mostSeeds: MOST_SEEDS },
  );
  const late = within
    .filter((one) => !racing.includes(one))
    .map((one) => ({ ...one, over: 'budget' as const }));
  const candidates = [...racing, ...late, ...all.filter(({ over }) => over !== null)].map(
    ({ scenario, costs, values, over }) => ({ scenario, costs, values, over }),
  );
  const report = raceReport({ asked, candidates, state, stopped });
  useLab.getState().showRace({ race: report });
  return report;
}

/** Whether the next round is expected to end in time, by what trials took so far. */
function fitsBudget({ candidates, state, asked }: RaceReport, next: number, spent: number): boolean {
  const left = state.left.map((entrant) => {
    const { costs, values } = candidates[entrant] ?? { costs: NO_LIMITS, values: [] };
    return (costs.time ?? 0) * Math.max(0, next - values.length);
  });
  return spent + sumOf(left) <= (asked.budget ?? Infinity);
}

/**
 * Trains what is missing of a round.
 * @param options.most how many of those left, from the first
 * @returns why the race stops here; null if it goes on
 */
async function runRound(
  race: Race,
  { candidates, state, asked }: RaceReport,
  seeds: number,
  { options, startedAt, most }: { options: RaceOptions; startedAt: number; most: number },
): Promise<Stopped | null> {
  const { whole } = race;
  const scenarios = state.left.slice(0, most).flatMap((entrant) => candidates[entrant]?.scenario ?? []);
  const { replaceScenarios, edit } = useLab.getState();
  replaceScenarios(scenarios);
  edit({ ...whole, scenarios: useLab.getState().experiment.scenarios, trials: seeds });
  let isLate = false;
  const left = asked.budget === null ? null : asked.budget * 1000 - (Date.now() - startedAt);
  const timer = left === null ? undefined : setTimeout(stopLate, Math.max(0, left));
  const forget = useLab.subscribe(({ records }, before) => {
    if (records !== before.records) tell(race, null);
  });
  function stopLate(): void {
    isLate = true;
    useLab.getState().cancelRun();
  }
  try {
    await useLab.getState().startRun({ which: 'missing', ...options });
  } finally {
    clearTimeout(timer);
    forget();
  }
  if (isLate) return 'budget';
  return useLab.getState().run.outcome === 'cancelled' ? 'cancelled' : null;
}
