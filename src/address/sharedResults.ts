/**
 * @file Packs results into a link, compressed: for each trial what the pictures need, without its losses. This file is
 * loaded only when needed.
 *
 * The text is base64url of raw deflate of JSON: `{ v, by?, p?, env, t, s? }`, with `env` the environments as lists, `t` one
 * list per trial in the order of {@link packTrial}, `p` the prediction as in results files, and `s` what {@link packSentences} gives. The experiment has its own
 * part of the address.
 */
import { deflateSync, Inflate } from 'fflate';
import { LabError } from '../base/errors';
import type { Experiment } from '../experiment/experiment';
import { scenarioId } from '../experiment/scenarioId';
import { JsonPart, parseJson } from '../base/json';
import { oneLine } from '../base/printable';
import { readAs } from '../base/schema';
import { PredictionSchema, type SharedPrediction } from '../results/prediction';
import { ALL_BACKENDS, type AnyBackend } from '../results/environment';
import type { Environment, TrialRecord, TrialStatus } from '../results/results';
import { fromBase64Url, toBase64Url } from './base64Url';
import { packSentences, unpackSentences } from './sharedSentences';
import { MAX_PARTICIPANT_LENGTH } from '../workshop/workshop';

export interface SharedResults {
  /** The name of the person who hands them in; null if they gave none. */
  readonly by: string | null;
  /** What that person expected before the run. */
  readonly prediction?: SharedPrediction | null;
  /** The trials, without losses and evaluations. */
  readonly trials: readonly TrialRecord[];
}

/** The longest link, in characters, that chats and mails still carry. */
export const MAX_LINK_LENGTH = 8000;

const VERSION = 1;
/** The most bytes that a link may decompress to; 1,000 trials stay far below it. */
const MAX_INFLATED = 400_000;
const CHUNK = 256;
/** The most characters in a device's or browser's name. */
const MAX_LABEL_LENGTH = 300;
const STATUSES: readonly TrialStatus[] = ['done', 'diverged', 'failed', 'cancelled'];
/** Links hold positions in this list, which therefore only grows. */
const BACKENDS: readonly AnyBackend[] = ALL_BACKENDS;
const REMEDY = 'Ask for the link again, or for the results file.';

/**
 * @param experiment the one whose scenarios were tried
 * @param withSentences whether to say which validation sentences each trial classified rightly, which makes it longer
 */
export function packResults(
  experiment: Experiment,
  { by, prediction = null, trials }: SharedResults,
  withSentences = true,
): string {
  const sentences = withSentences ? packSentences(trials) : null;
  const environments = [...new Set(trials.map((trial) => JSON.stringify(environmentRow(trial))))];
  const firstEnd = Math.min(...trials.map(({ finishedAt }) => Date.parse(finishedAt)));
  const rows = trials.map((trial) =>
    packTrial(trial, {
      scenario: experiment.scenarios.findIndex(({ name }) => name === trial.scenario.name),
      environment: environments.indexOf(JSON.stringify(environmentRow(trial))),
      firstEnd,
    }),
  );
  const content = {
    v: VERSION,
    ...(by !== null && { by }),
    ...(prediction && { p: prediction }),
    at: Number.isFinite(firstEnd) ? firstEnd : 0,
    env: environments.map((row) => JSON.parse(row) as unknown),
    t: rows,
    ...(sentences && { s: sentences }),
  };
  return toBase64Url(deflateSync(new TextEncoder().encode(JSON.stringify(content)), { level: 9 }));
}

/** Figures that are the same for every seed come first: deflate then writes them once. */
function packTrial(
  trial: TrialRecord,
  at: { readonly scenario: number; readonly environment: number; readonly firstEnd: number },
): readonly (number | string | null)[] {
  const { memory } = trial;
  return [
    at.scenario,
    at.environment,
    STATUSES.indexOf(trial.status),
    trial.steps,
    trial.trainableParameters,
    short(trial.relativeParameters, 8),
    trial.peakBytes,
    memory.weights,
    memory.adapters,
    memory.gradients,
    memory.optimizer,
    memory.activations,
    memory.workspace,
    trial.seed,
    trial.accuracy, // exact: comparisons are made of it
    short(trial.validationLoss, 6),
    short(trial.samplesPerSecond, 4),
    short(trial.seconds, 4),
    Date.parse(trial.finishedAt) - at.firstEnd,
    trial.id,
  ];
}

const short = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toPrecision(digits));

/** What PyTorch ran with comes last, where earlier labs look for nothing. A machine's name is nobody else's business. */
const environmentRow = ({ environment, memorySource }: TrialRecord): readonly unknown[] => {
  const { backend, device, software, userAgent, labVersion, versions } = environment;
  const row = [BACKENDS.indexOf(backend), device, software, userAgent, labVersion];
  if (backend !== 'pytorch') return row;
  const { python, torch, transformers = null, peft = null } = versions ?? { python: '', torch: '' };
  return [...row, versions ? [python, torch, transformers, peft] : null, memorySource === 'counted'];
};

/**
 * @param experiment the one given beside the results in the address; the records' scenarios are its own
 * @throws LabError whose message is one sentence
 */
export function unpackResults(text: string, experiment: Experiment): SharedResults {
  const content = parseJson(inflate(text), 'What the link holds');
  const version = content.get('v');
  if (version.value !== VERSION) throw version.wrong(`${VERSION}, the version that this lab reads`);
  const environments = content.get('env').map(readEnvironment);
  const start = whole(content.get('at'));
  const rows = content.get('t');
  const most = experiment.scenarios.length * experiment.trials;
  const taken = new Set<string>();
  const sentences = content.get('s');
  let read = 0;
  const trials = rows.map((row) => {
    const plain = readTrial(row, { experiment, environments, start });
    const trial = { ...plain, ...unpackSentences(sentences, read++, plain.accuracy) };
    const key = `${scenarioId(trial.scenario)} ${trial.seed}`;
    if (taken.has(key) || taken.size >= most) throw row.wrong('a trial that is not there yet');
    taken.add(key);
    return trial;
  });
  const by = content.get('by').optional((part) => oneLine(part.text().slice(0, MAX_PARTICIPANT_LENGTH)));
  const prediction = content.get('p').optional(({ value, path }) => readAs(PredictionSchema, value, path));
  return { by: by || null, prediction: prediction ?? null, trials };
}

interface Beside {
  readonly experiment: Experiment;
  readonly environments: readonly RanOn[];
  /** Milliseconds since the epoch when the first trial ended. */
  readonly start: number;
}

/** Reads the fields of a row in the order of {@link packTrial}. */
function readTrial(row: JsonPart, beside: Beside): TrialRecord {
  const fields = row.map((part) => part);
  let read = 0;
  const next = (): JsonPart => {
    const field = fields[read] ?? new JsonPart(undefined, `${row.path}[${read}]`);
    read++;
    return field;
  };
  const { experiment, environments, start } = beside;
  const scenario = entryOf(experiment.scenarios, next(), 'a scenario of the experiment');
  const ranOn = entryOf(environments, next(), 'an environment of the list');
  const status = entryOf(STATUSES, next(), 'a status');
  return {
    scenario,
    ...ranOn,
    status,
    steps: whole(next()),
    trainableParameters: whole(next()),
    relativeParameters: amount(next()),
    peakBytes: whole(next()),
    memory: readMemory(next),
    seed: readSeed(next(), experiment),
    accuracy: readAccuracy(next(), status),
    validationLoss: next().nullable((field) => field.number('a number', () => true)),
    samplesPerSecond: next().nullable(amount),
    seconds: amount(next()),
    finishedAt: time(start, next()),
    id: next().text().slice(0, 100),
    message: null,
    losses: [],
    evaluations: [],
  };
}

/** The entry of a list whose index a field holds. */
function entryOf<T>(list: readonly T[], field: JsonPart, expected: string): T {
  const entry = list[whole(field)];
  if (entry === undefined) throw field.wrong(expected);
  return entry;
}

const readMemory = (next: () => JsonPart): TrialRecord['memory'] => ({
  weights: whole(next()),
  adapters: whole(next()),
  gradients: whole(next()),
  optimizer: whole(next()),
  activations: whole(next()),
  workspace: whole(next()),
});

function readSeed(field: JsonPart, { firstSeed, trials }: Experiment): number {
  return field.number(
    'a seed of the experiment',
    (value) => Number.isInteger(value) && value >= firstSeed && value < firstSeed + trials,
  );
}

/** A trial has an accuracy if, and only if, it is done. */
function readAccuracy(field: JsonPart, status: TrialStatus): number | null {
  const accuracy = field.nullable((share) =>
    share.number('a number from 0 to 1', (value) => value >= 0 && value <= 1),
  );
  if ((status === 'done') !== (accuracy !== null))
    throw field.wrong(status === 'done' ? 'a number: the trial is done' : `null: the trial is ${status}`);
  return accuracy;
}

type RanOn = Pick<TrialRecord, 'environment' | 'memorySource'>;

function readEnvironment(row: JsonPart): RanOn {
  const [backend, device, software, userAgent, labVersion, versions, counted] = row.map((part) => part);
  if (!backend || !device || !software || !userAgent || !labVersion) throw row.wrong('a list of five');
  const name = BACKENDS[whole(backend)];
  if (!name) throw backend.wrong('a backend');
  const environment = {
    backend: name,
    device: label(device),
    software: software.boolean(),
    userAgent: label(userAgent),
    labVersion: label(labVersion),
    ...readVersions(versions),
  };
  return { environment, ...(counted?.value === true && { memorySource: 'counted' }) };
}

function readVersions(part: JsonPart | undefined): Pick<Environment, 'versions'> {
  const [python, torch, transformers, peft] =
    part?.nullable((list) => list.map((each) => each.nullable(label))) ?? [];
  if (!python || !torch) return {};
  return { versions: { python, torch, ...(transformers && { transformers }), ...(peft && { peft }) } };
}

const label = (part: JsonPart): string => oneLine(part.text().slice(0, MAX_LABEL_LENGTH));

const whole = (part: JsonPart): number =>
  part.number('a whole number of 0 or more', (value) => Number.isSafeInteger(value) && value >= 0);
const amount = (part: JsonPart): number => part.number('a number of 0 or more', (value) => value >= 0);

/** The last millisecond that a Date can hold. */
const LAST_TIME = 8.64e15;

function time(start: number, part: JsonPart): string {
  const at = start + whole(part);
  if (at > LAST_TIME) throw part.wrong('a time');
  return new Date(at).toISOString();
}

/** Decompresses chunk by chunk, to stop early when a text would unfold without end. */
function inflate(text: string): string {
  const bytes = fromBase64Url(text);
  if (!bytes) throw new LabError('What the link holds is not base64url.', REMEDY);
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  const stream = new Inflate((part, final) => {
    total += part.length;
    ended ||= final;
    if (total <= MAX_INFLATED) parts.push(part);
  });
  try {
    for (let at = 0; at < bytes.length && total <= MAX_INFLATED; at += CHUNK)
      stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch {
    throw new LabError('What the link holds is not deflated text, or was cut off.', REMEDY);
  }
  if (total > MAX_INFLATED)
    throw new LabError(`What the link holds unfolds to more than ${MAX_INFLATED} bytes.`, REMEDY);
  if (!ended) throw new LabError('What the link holds was cut off.', REMEDY);
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(whole);
}
