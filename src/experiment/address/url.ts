/**
 * @file The experiment's part of the address, short and hand-editable; src/address has the other parts.
 *
 *     model=roberta-mini&data=review-sentences&scenario=upper:7-12.qkvoud.r8&scenario=head:classifier&trials=5
 *
 *     model, data            ids of the model and the data set (src/sources/sourceRef.ts)
 *     scenario               once for each scenario; scenarioCode.ts has its grammar
 *     layers                 of the model, if not 12
 *     trials, seed           trials per scenario, and the first seed
 *     lr, epochs or steps    learning rate and duration
 *     rows, validation       rows that are used, or `all`
 *     pick=first             rows in the file's order instead of a sample; pick=per-seed, training rows drawn anew for each seed
 *     shuffle=off            training rows in the same order in every epoch
 *     evaluate=25            steps between measurements, or `pass`
 *     batch, length          sentences per step, tokens per sentence
 *     schedule, warmup, decay, clip
 *     dropout=hidden,attention,lora,classifier
 *     checkpointing=on, base=f16, precision=mixed
 *     delta=0.5              smallest difference that matters, in points
 *     upto=20, looks=end     most seeds of the plan, or `trials`; verdicts at its end only
 *     measure=macro-f1       figure by which scenarios are compared
 *     text, pair, label      columns of the data; pair=none for single texts
 *     subset, split, valsplit  parts of the data set; valsplit=held-out
 *     test=test or test=0.3  a split, or a share of the validation rows, that is measured on once, at the end
 *     header=no, delimiter=tab, encoding=utf-16le, missing=NA,nan   how files are read
 *
 * All but the first two rows and `layers` are rows of the table `FIELDS` (fields.ts): a setting that is added there is read,
 * written and checked. What equals its default is left out, except model, data and scenarios. The text is plain ASCII that
 * no browser rewrites, so it can be compared with `location.hash`.
 */
import { DEFAULT_EXPERIMENT, DEFAULT_LAYERS } from '../defaults';
import type { Experiment, Scenario } from '../experiment';
import { parseSourceRef } from '../../sources/sourceRef';
import type { Spelling } from './field';
import { fallbackText, FIELDS } from './fields';
import { parseNumber } from './rules';
import { clip, givenOften, noValue, partsOf } from './fragment';
import { cutName, decodeScenario, encodeScenario } from './scenarioCode';
import { decodeText, encodeText } from './urlText';
import { MAX_LAYERS, MAX_NAME_LENGTH, MAX_SCENARIOS, quote, validateExperiment } from '../validate';

/** Bounds on what is read, so that a hostile link costs neither time nor a page of problems. */
const MAX_FRAGMENT_LENGTH = 300_000;
const MAX_PARTS = 500;
const MAX_PROBLEMS = 50;

/** The keys that a part of the fragment may begin with. */
export const EXPERIMENT_KEYS = ['model', 'data', 'scenario', 'layers', ...FIELDS.map((field) => field.key)];

/**
 * The fragment, without `#`. An experiment that {@link validateExperiment} accepts reads back as it was.
 *
 * @param spelling how numbers are written, if not as people write them
 */
export function encodeExperiment(experiment: Experiment, spelling?: Spelling): string {
  const sources = [modelPart(experiment), dataPart(experiment)];
  const settings = settingParts(experiment, DEFAULT_EXPERIMENT, spelling);
  return [...sources, ...scenarioParts(experiment, spelling), ...settings].join('&');
}

/**
 * What differs from `base`, as a fragment that reads back with that base, for an address that names the base itself.
 * The fragment is empty if nothing differs.
 */
export function encodeChanges(experiment: Experiment, base: Experiment): string {
  const sources = [modelPart, dataPart].filter((part) => part(experiment) !== part(base));
  const scenarios = scenarioParts(experiment);
  const sameScenarios = scenarios.join('&') === scenarioParts(base).join('&');
  return [
    ...sources.map((part) => part(experiment)),
    ...(sameScenarios ? [] : scenarios),
    ...settingParts(experiment, base),
  ].join('&');
}

const modelPart = ({ model }: Experiment): string => `model=${encodeText(model)}`;
const dataPart = ({ dataset }: Experiment): string => `data=${encodeText(dataset)}`;

function scenarioParts({ scenarios }: Experiment, spelling?: Spelling): string[] {
  const layers = layerCount(scenarios);
  const parts = scenarios.map((scenario, i) => `scenario=${encodeScenario(scenario, i, spelling)}`);
  if (parts.length === 0) parts.push('scenario=');
  return layers === DEFAULT_LAYERS ? parts : [`layers=${layers}`, ...parts];
}

function settingParts(experiment: Experiment, base: Experiment, spelling?: Spelling): string[] {
  const parts: string[] = [];
  for (const field of FIELDS) {
    const text = field.write(experiment, spelling);
    if (text !== null && text !== field.write(base, spelling)) parts.push(`${field.key}=${text}`);
  }
  return parts;
}

/** The number of model layers that the module sets are for; it is the same for a whole experiment. */
function layerCount(scenarios: readonly Scenario[]): number {
  const lora = scenarios.find((scenario) => scenario.method === 'lora');
  return lora?.modules.length ?? DEFAULT_LAYERS;
}

/**
 * Reads a fragment, with or without `#`, or a whole address with one. Never throws.
 * @param base what replaces parts that are left out or wrong
 * @returns the experiment, with defaults for what is missing or wrong, and one sentence for each wrong part
 */
export function decodeExperiment(
  fragment: string,
  base: Experiment = DEFAULT_EXPERIMENT,
): { experiment: Experiment; problems: string[] } {
  const problems: string[] = [];
  const entries = readEntries(fragment, problems);
  let experiment = base;

  const model = readId(entries, 'model', experiment.model, problems);
  const dataset = readId(entries, 'data', experiment.dataset, problems);
  const scenarios = readScenarios(entries, problems) ?? experiment.scenarios;
  experiment = { ...experiment, model, dataset, scenarios };

  const slots = new Map<string, string>();
  for (const field of FIELDS) {
    const values = entries.get(field.key);
    if (!values) continue;
    const text = decodeText(values[0]) ?? values[0];
    const holder = slots.get(field.slot);
    if (holder !== undefined) {
      problems.push(`${field.key}=${clip(text)}: ${holder} is given too; ${holder} is used`);
      continue;
    }
    const changed = field.read(text, experiment);
    if (changed) {
      slots.set(field.slot, field.key);
      experiment = changed;
    } else {
      problems.push(
        `${field.key}=${clip(text)}: not ${field.expected}; the default ${fallbackText(field, base)} is used`,
      );
    }
    if (values.length > 1) problems.push(givenOften(field.key, values.length));
  }
  problems.push(...validateExperiment(experiment).map((problem) => problem.replace(/\.$/, '')));
  return { experiment, problems: bounded(problems) };
}

/** Values by key, in the order of the text; a Map, because keys are a stranger's text. A key has one value or more. */
type Entries = Map<string, [string, ...string[]]>;

function readEntries(fragment: string, problems: string[]): Entries {
  let text = fragment.trim().replace(/^[a-z]+:\/\/[^#]*/i, '');
  if (text.startsWith('#')) text = text.slice(1);
  if (text.length > MAX_FRAGMENT_LENGTH) {
    problems.push(`the address is longer than ${MAX_FRAGMENT_LENGTH} characters; the rest is left out`);
    text = text.slice(0, MAX_FRAGMENT_LENGTH);
  }
  const entries: Entries = new Map();
  const parts = partsOf(text).filter((part) => part.text !== '');
  if (parts.length > MAX_PARTS)
    problems.push(`${parts.length} parts are more than ${MAX_PARTS}; the rest is left out`);
  for (const { key, value, text: part } of parts.slice(0, MAX_PARTS)) {
    const values = entries.get(key);
    if (values) values.push(value ?? part);
    else if (!EXPERIMENT_KEYS.includes(key))
      problems.push(`${clip(key)}: not a key; the keys are ${EXPERIMENT_KEYS.join(', ')}`);
    else if (value === null) problems.push(noValue(key));
    else entries.set(key, [value]);
  }
  return entries;
}

function readId(entries: Entries, key: 'model' | 'data', fallback: string, problems: string[]): string {
  const values = entries.get(key);
  if (!values) return fallback;
  if (values.length > 1) problems.push(givenOften(key, values.length));
  const id = decodeText(values[0]);
  if (id !== null && parseSourceRef(key === 'data' ? 'dataset' : 'model', id)) return id;
  problems.push(`${key}=${clip(values[0])}: not the name of one; the default ${fallback} is used`);
  return fallback;
}

/** The scenarios, or null if the fragment holds none that can be read. */
function readScenarios(entries: Entries, problems: string[]): Scenario[] | null {
  const layers = readLayers(entries, problems);
  const codes = entries.get('scenario');
  if (!codes) return null;
  if (codes.length === 1 && codes[0] === '') return [];
  if (codes.length > MAX_SCENARIOS)
    problems.push(`scenario: ${codes.length} are more than ${MAX_SCENARIOS}; the first ones are used`);
  const scenarios: Scenario[] = [];
  const names = new Set<string>();
  for (const code of codes.slice(0, MAX_SCENARIOS)) {
    const report = (problem: string) => problems.push(`scenario=${clip(code)}: ${problem}`);
    const scenario = decodeScenario(code, scenarios.length, layers, report);
    if (!scenario) continue;
    const name = freeName(scenario.name, names);
    if (name !== scenario.name) report(`another scenario has this name; it is called ${quote(name)}`);
    names.add(name);
    scenarios.push({ ...scenario, name });
  }
  if (scenarios.length > 0) return scenarios;
  problems.push('scenario: none can be read; the default scenarios are used');
  return null;
}

function readLayers(entries: Entries, problems: string[]): number {
  const text = entries.get('layers')?.[0];
  if (text === undefined) return DEFAULT_LAYERS;
  const layers = parseNumber({ label: 'Layers', min: 1, max: MAX_LAYERS, whole: true }, text);
  if (layers !== null) return layers;
  problems.push(
    `layers=${clip(text)}: not a whole number from 1 to ${MAX_LAYERS}; the default ${DEFAULT_LAYERS} is used`,
  );
  return DEFAULT_LAYERS;
}

/** `name`, or "name 2", "name 3", ... if it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` ${n}`;
    const candidate = cutName(name, MAX_NAME_LENGTH - suffix.length) + suffix;
    if (!taken.has(candidate)) return candidate;
  }
}

function bounded(problems: string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const left = problems.length - MAX_PROBLEMS;
  return [...problems.slice(0, MAX_PROBLEMS), `... and ${left} more problems`];
}
