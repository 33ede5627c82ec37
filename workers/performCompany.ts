/** @file Performs several trials of a run together. */
import { OutOfDeviceMemory } from '../src/ops/webgpu/runtime/deviceErrors';
import type { Timed } from '../src/train/clock';
import { runCompany, type CompanyEnd, type CompanyOptions } from '../src/train/company';
import { measureAlone, TIMED_STEPS, type MeasuredAlone } from '../src/train/measureAlone';
import type { Member } from '../src/train/trialSetting';
import type { Companies } from './companies';
import { DeviceLost, untilLost } from './deviceLost';
import type { LostIn, Running } from './running';
import { failedOutcome, specOf, TrialReport } from './trialReport';
import type { TrialQueue } from './trialQueue';

type Members = readonly [Member, ...Member[]];

/**
 * Runs trials together. Each ends with a `trialDone` event and leaves the queue, unless the device is lost, the company
 * fails, or it takes longer than its trials one by one: those that have not ended then stay in the queue, to go on or to
 * begin again.
 * @param trials their indices among the run's trials, two or more
 * @returns the loss of the device, if there was one
 * @throws as performTrial does
 */
export async function performCompany(
  trials: readonly number[],
  running: Running,
  companies: Companies,
  queue: TrialQueue,
): Promise<LostIn | null> {
  const { command, means } = running;
  const { backend, laboratory, pacing, send } = means;
  let reports: ReadonlyMap<number, TrialReport> = new Map();
  try {
    const measured = await untilLost(backend, measureFirst(trials, running, companies));
    await untilLost(backend, pacing.untilTrial());
    send({ type: 'company', runId: command.runId, trials });
    const earlier = trials.map((trial) => companies.earlierOf(trial));
    reports = new Map(
      trials.map((trial, i) => [trial, new TrialReport(running, trial, earlier[i] ?? null, trials.length)]),
    );
    const members = await membersOf(trials, running, companies, reports, measured?.timed ?? null, queue);
    const options = optionsOf(trials, running, companies, measured);
    const ends = await untilLost(backend, runCompany(members, options));
    partTrials(trials, ends, reports, companies);
    return null;
  } catch (error) {
    const left = trials.filter((trial) => queue.has(trial));
    const [first] = left;
    const report = first === undefined ? undefined : reports.get(first);
    if (error instanceof DeviceLost && first !== undefined && report)
      return { lost: error, trial: first, record: report.recordOf(failedOutcome(error)) };
    if (error instanceof DeviceLost || means.signal.aborted) throw error;
    companies.fail(trials, error instanceof OutOfDeviceMemory);
    // The weights may be damaged as well, so the next trial uploads them again.
    laboratory.models.unplace();
    await untilLost(backend, backend.ops.recover());
    return null;
  }
}

/** Measures the company's first trial alone where nothing is known of its scenario yet. */
async function measureFirst(
  trials: readonly number[],
  { command, means, prepared }: Running,
  companies: Companies,
): Promise<MeasuredAlone | null> {
  const [lead = 0] = trials;
  const spec = specOf(command, lead);
  const { name } = spec.scenario;
  if (companies.timed.has(name)) return null;
  const before = companies.earlierOf(lead)?.snapshot.clock;
  if (before && before.samples > 0) {
    companies.timed.set(name, before);
    return null;
  }
  const setting = await prepared.settingOf(spec.seed);
  const { signal, pacing } = means;
  const hooks = { ...IGNORING, isCancelled: () => signal.aborted, rest: pacing };
  const measured = await measureAlone({ setting, spec, hooks, from: null });
  if (measured && measured.timed.samples > 0) companies.timed.set(name, measured.timed);
  return measured;
}

const IGNORING = {
  onSteps: () => undefined,
  onEvaluation: () => undefined,
  onProgress: () => undefined,
  onTrained: () => undefined,
};

async function membersOf(
  trials: readonly number[],
  { command, prepared }: Running,
  companies: Companies,
  reports: ReadonlyMap<number, TrialReport>,
  timed: Timed | null,
  queue: TrialQueue,
): Promise<Members> {
  const made: Member[] = [];
  for (const trial of trials) {
    const report = reports.get(trial);
    if (!report) throw new Error(`Trial ${trial} has no report.`);
    companies.noticeForeign(trial);
    const spec = specOf(command, trial);
    const setting = await prepared.settingOf(spec.seed);
    const { hooks } = report;
    const ending: Member['hooks'] = {
      ...hooks,
      onEnded: (outcome) => {
        report.finish(outcome);
        queue.ended(trial);
      },
    };
    const from = companies.earlierOf(trial)?.snapshot ?? null;
    made.push({ setting, spec, hooks: ending, from, timed: trial === trials[0] ? timed : null });
  }
  const [first, ...others] = made;
  if (!first) throw new Error('A company has a trial at least.');
  return [first, ...others];
}

/** A company that was not asked for by its number is tried: it goes on if it trains faster than one trial alone. */
function optionsOf(
  trials: readonly number[],
  { command }: Running,
  companies: Companies,
  measured: MeasuredAlone | null,
): CompanyOptions {
  const [lead = 0] = trials;
  const alone = companies.planned(lead, 1) ?? measured?.peak ?? companies.earlierOf(lead)?.snapshot.peak;
  const known = companies.timed.get(specOf(command, lead).scenario.name);
  const goesOn = (timed: Timed): boolean => !known || timed.samples === 0 || rateOf(timed) >= rateOf(known);
  return {
    ...(alone && { alone }),
    ...(command.together === 'auto' && measured && { trial: { steps: TIMED_STEPS, goesOn } }),
  };
}

const rateOf = ({ samples, milliseconds }: Timed): number => samples / milliseconds;

function partTrials(
  trials: readonly number[],
  ends: readonly CompanyEnd[],
  reports: ReadonlyMap<number, TrialReport>,
  companies: Companies,
): void {
  trials.forEach((trial, i) => {
    const snapshot = ends[i]?.snapshot;
    const report = reports.get(trial);
    if (snapshot && report) companies.part(trial, { snapshot, seconds: report.seconds });
  });
}
