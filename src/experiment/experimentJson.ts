/** @file Experiments and scenarios as they stand in results files and experiment files. */
import { isHexColor } from './colors';
import { DEFAULT_DATA } from './defaults';
import type {
  DataChoice,
  DropoutRates,
  Duration,
  Experiment,
  Hyperparameters,
  Method,
  Scenario,
} from './experiment';
import { isAdapterId, parseSourceRef, type SourceKind } from '../sources/sourceRef';
import {
  BASE_PRECISIONS,
  DATA_NAME,
  fits,
  isDataName,
  type NumberRule,
  ROW_CHOICES,
  RULES,
  ruleText,
  SCHEDULES,
} from './address/fields';
import { type JsonPart, parseJson } from '../base/json';
import { COMPONENTS } from '../architecture/modules';
import { READING_RULES, type ReadingKey } from './readingChoice';

const METHODS: readonly Method[] = ['lora', 'classifier', 'full'];
const UNITS: readonly Duration['unit'][] = ['epochs', 'steps'];

/** The experiment of a text that holds an `Experiment` alone, as JSON. @throws LabError naming what is wrong */
export function parseExperiment(text: string): Experiment {
  return readExperiment(parseJson(text, 'The experiment'));
}

/** @throws LabError naming the path of what is wrong */
export function readExperiment(part: JsonPart): Experiment {
  return {
    model: readId(part.get('model'), 'model'),
    dataset: readId(part.get('dataset'), 'dataset'),
    data: part.get('data').optional(readData) ?? DEFAULT_DATA,
    scenarios: part.get('scenarios').map(readScenario),
    trials: ruled(part.get('trials'), RULES.trials),
    firstSeed: ruled(part.get('firstSeed'), RULES.firstSeed),
    training: readTraining(part.get('training')),
  };
}

/** @throws LabError naming the path of what is wrong */
export function readScenario(part: JsonPart): Scenario {
  const color = part.get('color');
  if (!isHexColor(color.text())) throw color.wrong('a colour like "#1f77b4"');
  const learningRate = part.get('learningRate').optional((rate) => ruled(rate, RULES.learningRate));
  const duration = part.get('duration').optional(readDuration);
  const init = part.get('init').optional(readAdapterId);
  const checkpointing = part.get('checkpointing').optional((value) => value.boolean());
  const basePrecision = part.get('basePrecision').optional((value) => value.oneOf(BASE_PRECISIONS));
  const base = {
    name: part.get('name').text(),
    color: color.text(),
    ...(learningRate !== undefined && { learningRate }),
    ...(duration && { duration }),
    ...(init !== undefined && { init }),
    ...(checkpointing !== undefined && { checkpointing }),
    ...(basePrecision && { basePrecision }),
  };
  const method = part.get('method').oneOf(METHODS);
  if (method !== 'lora') return { ...base, method };
  return {
    ...base,
    method,
    modules: part.get('modules').map((layer) => layer.map((component) => component.oneOf(COMPONENTS))),
    rank: ruled(part.get('rank'), RULES.rank),
    alpha: ruled(part.get('alpha'), RULES.alpha),
    rsLora: part.get('rsLora').boolean(),
  };
}

function readTraining(part: JsonPart): Hyperparameters {
  const dropout = part.get('dropout');
  const rate = (site: keyof DropoutRates) => ruled(dropout.get(site), RULES.dropout);
  return {
    learningRate: ruled(part.get('learningRate'), RULES.learningRate),
    duration: readDuration(part.get('duration')),
    trainingRows: part.get('trainingRows').nullable((rows) => ruled(rows, RULES.trainingRows)),
    validationRows: part.get('validationRows').nullable((rows) => ruled(rows, RULES.validationRows)),
    evaluateEvery:
      part
        .get('evaluateEvery')
        .optional((value) => value.nullable((steps) => ruled(steps, RULES.evaluateEvery))) ?? null,
    rowChoice: part.get('rowChoice').optional((value) => value.oneOf(ROW_CHOICES)) ?? 'sample',
    shuffle: part.get('shuffle').optional((value) => value.boolean()) ?? true,
    batchSize: ruled(part.get('batchSize'), RULES.batchSize),
    maxLength: ruled(part.get('maxLength'), RULES.maxLength),
    schedule: part.get('schedule').oneOf(SCHEDULES),
    warmup: ruled(part.get('warmup'), RULES.warmup),
    weightDecay: ruled(part.get('weightDecay'), RULES.weightDecay),
    gradientClip: ruled(part.get('gradientClip'), RULES.gradientClip),
    dropout: {
      hidden: rate('hidden'),
      attention: rate('attention'),
      lora: rate('lora'),
      classifier: rate('classifier'),
    },
    // Files written before a setting existed were trained with what is now its default; so it is with those above that may be missing.
    checkpointing: part.get('checkpointing').optional((value) => value.boolean()) ?? false,
    basePrecision: part.get('basePrecision').optional((value) => value.oneOf(BASE_PRECISIONS)) ?? 'f32',
  };
}

function readData(part: JsonPart): DataChoice {
  const name = (key: keyof DataChoice): string | null =>
    part.get(key).optional((value) => value.nullable(readName)) ?? null;
  const reading = (key: ReadingKey): string | null =>
    part.get(key).optional((value) => value.nullable((each) => readReading(each, key))) ?? null;
  return {
    textColumn: name('textColumn'),
    pairColumn: name('pairColumn'),
    labelColumn: name('labelColumn'),
    subset: name('subset'),
    trainSplit: name('trainSplit'),
    validationSplit: name('validationSplit'),
    header: reading('header'),
    delimiter: reading('delimiter'),
    encoding: reading('encoding'),
    missing: reading('missing'),
  };
}

function readName(part: JsonPart): string {
  const name = part.text();
  if (!isDataName(name)) throw part.wrong(DATA_NAME);
  return name;
}

function readReading(part: JsonPart, key: ReadingKey): string {
  const { parse, expected } = READING_RULES[key];
  const value = parse(part.text());
  if (value === null) throw part.wrong(expected);
  return value;
}

function readDuration(part: JsonPart): Duration {
  const unit = part.get('unit').oneOf(UNITS);
  return { unit, count: ruled(part.get('count'), RULES[unit]) };
}

function readId(part: JsonPart, kind: SourceKind): string {
  const id = part.text();
  if (!parseSourceRef(kind, id))
    throw part.wrong('an id like "name", "owner/name", "owner/name@revision" or "local:name"');
  return id;
}

function readAdapterId(part: JsonPart): string {
  if (!isAdapterId(part.text())) throw part.wrong('an id of an adapter like "local:name"');
  return part.text();
}

function ruled(part: JsonPart, rule: NumberRule): number {
  return part.number(ruleText(rule), (value) => fits(rule, value));
}
