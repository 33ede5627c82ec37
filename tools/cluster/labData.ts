/**
 * @file What the cluster's package takes over from the lab: experiments, rules, names. It is written as JSON, so that
 * nothing of it is typed a second time.
 */
import { SCORE_WORDS } from '../../app/scenario/scoreWords';
import { ADDRESS_KEYS, MAX_RESULTS_LENGTH } from '../../src/address/pageAddress';
import { WORKSHOP_KEYS } from '../../src/address/workshopPart';
import { COMPONENT_LETTERS } from '../../src/architecture/modules';
import { FIELDS } from '../../src/experiment/address/fields';
import {
  BASE_PRECISIONS,
  TRAINING_PRECISIONS,
  DATA_NAME,
  LOOKS,
  MEASURES,
  ROW_CHOICES,
  RULES,
  ruleText,
  SCHEDULES,
  TEST_SHARE,
} from '../../src/experiment/address/rules';
import { EXPERIMENT_KEYS } from '../../src/experiment/address/url';
import { SCENARIO_COLORS } from '../../src/experiment/colors';
import {
  DEFAULT_EXPERIMENT,
  DEFAULT_LAYERS,
  DEFAULT_RANK,
  METHOD_LEARNING_RATES,
} from '../../src/experiment/defaults';
import { DELIMITERS, encodingName, READING_RULES } from '../../src/experiment/readingChoice';
import { MAX_LAYERS, MAX_NAME_LENGTH, MAX_SCENARIOS, MAX_TOKENS_PER_STEP } from '../../src/experiment/validate';
import { LESSONS } from '../../src/lessons';
import { RESULTS_VERSION } from '../../src/results/results';
import {
  MOST_BATCHES,
  MOST_STEPS,
  SCORE_KINDS,
  SCORE_RANK,
  SCORE_SEEDS,
  SCORE_TEXT,
} from '../../src/scores/scoreRequest';
import { EMBEDDED } from '../../src/sources/sourceRef';
import { ROUNDS, WRONGLY_CLAIMED, WRONGLY_DROPPED } from '../../src/stats/elimination/rounds';
import { HIDEABLE, LOCKABLE } from '../../src/workshop/parts';
import {
  BUDGET_RULE,
  MAX_FILE_NAME_LENGTH,
  MAX_INTRO_LENGTH,
  MAX_QUESTION_LENGTH,
  MAX_TITLE_LENGTH,
} from '../../src/workshop/workshop';
import { ENCODING_LABELS, UNKNOWN_TO_NODE } from './encodingLabels';

export const LAB_DATA = 'cluster/lora_lab_cluster/experiment/lab.json';

const encodings = ENCODING_LABELS.map((label) => [
  label,
  UNKNOWN_TO_NODE.includes(label) ? label : encodingName(label),
]);

const experiments = {
  resultsVersion: RESULTS_VERSION,
  opening: DEFAULT_EXPERIMENT,
  lessons: LESSONS.map(({ id, experiment }) => ({ id, experiment })),
  layers: DEFAULT_LAYERS,
  rank: DEFAULT_RANK,
  colors: SCENARIO_COLORS,
  componentLetters: COMPONENT_LETTERS,
  embedded: EMBEDDED,
};

const rules = {
  rules: Object.fromEntries(
    Object.entries({ ...RULES, testShare: TEST_SHARE, budget: BUDGET_RULE }).map(([name, rule]) => [
      name,
      { ...rule, text: ruleText(rule) },
    ]),
  ),
  choices: {
    basePrecision: BASE_PRECISIONS,
    trainingPrecision: TRAINING_PRECISIONS,
    schedule: SCHEDULES,
    rowChoice: ROW_CHOICES,
    looks: LOOKS,
    measure: MEASURES,
  },
  settings: FIELDS.map(({ key, label, slot, expected }) => ({ key, label, slot, expected })),
  dataName: DATA_NAME,
  reading: Object.fromEntries(Object.entries(READING_RULES).map(([key, { expected }]) => [key, expected])),
  delimiters: Object.fromEntries(DELIMITERS),
  encodings: Object.fromEntries(encodings) as Record<string, string>,
  limits: {
    scenarios: MAX_SCENARIOS,
    nameLength: MAX_NAME_LENGTH,
    layers: MAX_LAYERS,
    tokensPerStep: MAX_TOKENS_PER_STEP,
  },
};

const address = {
  keys: { address: ADDRESS_KEYS, experiment: EXPERIMENT_KEYS, workshop: WORKSHOP_KEYS },
  resultsLength: MAX_RESULTS_LENGTH,
  workshop: {
    lockable: LOCKABLE,
    hideable: HIDEABLE,
    most: {
      title: MAX_TITLE_LENGTH,
      intro: MAX_INTRO_LENGTH,
      introfile: MAX_FILE_NAME_LENGTH,
      question: MAX_QUESTION_LENGTH,
    },
  },
};

const race = {
  rounds: ROUNDS,
  wronglyDropped: WRONGLY_DROPPED,
  wronglyClaimed: WRONGLY_CLAIMED,
  classifierRate: METHOD_LEARNING_RATES.classifier,
};

const scores = {
  labels: Object.fromEntries(SCORE_KINDS.map((kind) => [kind, SCORE_WORDS[kind].label])),
  text: SCORE_TEXT,
  rank: SCORE_RANK,
  seeds: SCORE_SEEDS,
  most: { batches: MOST_BATCHES, steps: MOST_STEPS },
};

/** The text of {@link LAB_DATA}. */
export const labData = (): string => `${JSON.stringify({ ...experiments, ...rules, address, race, scores })}\n`;
