/** @file Settings in one line each: how long, how many seeds, and whatever else differs from the defaults. */
import { count as grouped, plainNumber } from '../../src/base/format';
import { DEFAULT_EXPERIMENT, DEFAULT_JUDGING, DEFAULT_TRAINING } from '../../src/experiment/defaults';
import {
  type Experiment,
  type Hyperparameters,
  type JudgingSettings,
  rateOfB,
  type Scenario,
} from '../../src/experiment/experiment';
import { DROPOUT_SITES } from '../../src/experiment/address/rules';
import { rankText, tidyRanks } from '../../src/experiment/ranks';
import { MEASURE_FORMS } from '../../src/stats/measures/measureForm';
import { PRECISION_NAMES } from './names';

const amount = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** What each training setting is in words; settings that equal their default are not asked. */
const TRAINING_WORDS: { readonly [Key in keyof Hyperparameters]: (training: Hyperparameters) => string } = {
  duration: ({ duration: { count, unit } }) => amount(count, unit.slice(0, -1)),
  learningRate: ({ learningRate }) => `learning rate ${plainNumber(learningRate)}`,
  batchSize: ({ batchSize }) => `batches of ${batchSize}`,
  trainingRows: ({ trainingRows }) =>
    trainingRows === null ? 'all training sentences' : amount(trainingRows, 'training sentence'),
  validationRows: ({ validationRows }) =>
    validationRows === null ? 'all validation sentences' : amount(validationRows, 'validation sentence'),
  evaluateEvery: ({ evaluateEvery }) =>
    evaluateEvery === null ? 'measured after each pass' : `measured every ${amount(evaluateEvery, 'step')}`,
  rowChoice: ({ rowChoice }) => ROW_WORDS[rowChoice],
  shuffle: ({ shuffle }) => (shuffle ? 'shuffled' : 'not shuffled'),
  maxLength: ({ maxLength }) => `${maxLength} tokens`,
  schedule: ({ schedule }) => `${schedule} schedule`,
  warmup: ({ warmup }) => `warmup ${plainNumber(warmup)}`,
  weightDecay: ({ weightDecay }) => `weight decay ${plainNumber(weightDecay)}`,
  gradientClip: ({ gradientClip }) =>
    gradientClip === 0 ? 'gradients not clipped' : `gradient clip ${plainNumber(gradientClip)}`,
  dropout: ({ dropout }) =>
    `dropout ${DROPOUT_SITES.filter((site) => dropout[site] !== DEFAULT_TRAINING.dropout[site])
      .map((site) => `${site} ${plainNumber(dropout[site])}`)
      .join(', ')}`,
  checkpointing: ({ checkpointing }) => `gradient checkpointing ${checkpointing ? 'on' : 'off'}`,
  basePrecision: ({ basePrecision }) => `base ${PRECISION_NAMES[basePrecision]}`,
  precision: ({ precision }) => (precision === 'mixed' ? 'mixed precision' : 'all in Float32'),
};

const ROW_WORDS: Readonly<Record<Hyperparameters['rowChoice'], string>> = {
  sample: 'a sample of the sentences',
  first: 'the first sentences',
  'per-seed': 'a sample for each seed',
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The duration, the first seed if it is another, and what differs from {@link DEFAULT_TRAINING}. */
export function trainingLine({ training, firstSeed }: Pick<Experiment, 'training' | 'firstSeed'>): string {
  const changed = (Object.keys(TRAINING_WORDS) as (keyof Hyperparameters)[]).filter(
    (key) => key !== 'duration' && !same(training[key], DEFAULT_TRAINING[key]),
  );
  const differing = [
    ...changed.map((key) => TRAINING_WORDS[key](training)),
    ...(firstSeed === DEFAULT_EXPERIMENT.firstSeed ? [] : [`seeds from ${firstSeed}`]),
  ];
  return [
    TRAINING_WORDS.duration(training),
    ...(differing.length === 0 ? ['all else at its default'] : differing),
  ].join(' · ');
}

/** The seeds, how many they may come to, the difference that matters, and what else differs from the defaults. */
export function judgingLine({ trials, judging }: Pick<Experiment, 'trials' | 'judging'>): string {
  const { upTo, delta, looks, measure } = judging;
  const form = MEASURE_FORMS[measure];
  return [
    amount(trials, 'seed'),
    ...(upTo === null ? [] : [upTo < trials ? `plan ends at ${upTo}` : `may grow to ${upTo}`]),
    `differences of ${measure === 'mcc' ? form.amount(delta / 100) : amount(delta, 'point')}`,
    ...(looks === DEFAULT_JUDGING.looks ? [] : [LOOK_WORDS[looks]]),
    ...(measure === DEFAULT_JUDGING.measure ? [] : [form.name]),
  ].join(' · ');
}

const LOOK_WORDS: Readonly<Record<JudgingSettings['looks'], string>> = {
  growing: 'verdicts on the way',
  end: 'verdicts at the end',
};

/** What a scenario sets for itself instead of the experiment's training. */
export function ownLine(scenario: Scenario): string {
  const { learningRate, checkpointing, basePrecision } = scenario;
  const bRate = rateOfB(scenario);
  const own = [
    ...(learningRate === undefined ? [] : [`learning rate ${plainNumber(learningRate)}`]),
    ...(scenario.method === 'lora' && tidyRanks(scenario).ranks ? [`ranks ${rankText(scenario)}`] : []),
    ...(scenario.method === 'lora' && scenario.pissa ? ['PiSSA'] : []),
    ...(scenario.method === 'lora' && scenario.dora ? ['DoRA'] : []),
    ...(bRate === 1 ? [] : [`LoRA+ ${plainNumber(bRate)}`]),
    ...(checkpointing === undefined ? [] : [`gradient checkpointing ${checkpointing ? 'on' : 'off'}`]),
    ...(basePrecision === undefined ? [] : [`base ${PRECISION_NAMES[basePrecision]}`]),
  ];
  return own.length === 0 ? 'learning rate and memory as for all' : own.join(' · ');
}
