/** @file Makes a results file into a recorded run: checked against its experiment, and written in few bytes. */
import { encodeExperiment } from '../experiment/address/url';
import { listTrials } from '../experiment/experiment';
import type { ResultsFile, TrialRecord } from './results';
import { recordedExperiment } from '../lessons/recorded';

/**
 * What keeps a results file from being the recorded run of this name, as sentences; none if nothing does.
 * @param name a lesson's id, or the opening experiment's name
 */
export function recordingFaults(name: string, { experiment, environment, trials }: ResultsFile): string[] {
  const asked = recordedExperiment(name);
  if (asked === null) return [`There is no lesson called ${name}.`];
  const { firstSeed, judging } = asked;
  const same = encodeExperiment({ ...experiment, trials: asked.trials, firstSeed, judging });
  const ran = new Set(trials.filter(isSettled).map(({ scenario, seed }) => `${seed} ${scenario.name}`));
  const missing = listTrials({ ...experiment, firstSeed }).filter(
    ({ scenario, seed }) => !ran.has(`${seed} ${scenario.name}`),
  );
  const [first] = missing;
  return [
    ...(same === encodeExperiment(asked) ? [] : ['Its experiment is another one than the lab has now.']),
    ...(first
      ? [
          `${missing.length} of its trials have not ended, the first is ${first.scenario.name}, seed ${first.seed}.`,
        ]
      : []),
    ...(environment.backend === 'webgpu' && !environment.software ? [] : ['It did not run on a GPU.']),
    ...(environment.deviceName === undefined ? ['It does not name its device.'] : []),
  ];
}

const isSettled = ({ status }: TrialRecord): boolean => status === 'done' || status === 'diverged';

/** Significant digits of a loss: far more than the width of a line shows, and than devices agree on. */
const DIGITS = 5;

const short = (value: number): number => Number(value.toPrecision(DIGITS));
const shortOrNull = (value: number | null): number | null => (value === null ? null : short(value));

/**
 * The file's text, one line a trial. Losses, speeds and times are rounded; what was counted stays as it is.
 * @param deviceName the device as people know it, which browsers do not tell
 */
export function serializeRecording(file: ResultsFile, deviceName: string): string {
  const { trials, environment, ...rest } = file;
  const head = { ...rest, environment: { ...environment, deviceName }, trials: [] };
  const lines = trials.map((trial) => JSON.stringify(rounded(trial)));
  return `${JSON.stringify(head).replace(/\]\}$/, '')}\n${lines.join(',\n')}\n]}\n`;
}

function rounded(trial: TrialRecord): TrialRecord {
  return {
    ...trial,
    validationLoss: shortOrNull(trial.validationLoss),
    losses: trial.losses.map(short),
    evaluations: trial.evaluations.map((at) => ({
      ...at,
      loss: short(at.loss),
      trainLoss: shortOrNull(at.trainLoss),
    })),
    samplesPerSecond: shortOrNull(trial.samplesPerSecond),
    seconds: short(trial.seconds),
  };
}
