/** @file The settings of an experiment that say how its trials are compared, as keys of the address. */
import { type Looks, type Measure, withJudging } from '../experiment';
import { type Field, field, numberAccess } from './field';
import { fits, LOOKS, MEASURES, parseNumber, RULES, ruleText } from './rules';

/** Used instead of a number: the plan ends with the trials asked for. */
const AS_TRIALS = 'trials';

const MEASURE_CODES: Readonly<Record<Measure, string>> = {
  accuracy: 'accuracy',
  macroF1: 'macro-f1',
  balancedAccuracy: 'balanced-accuracy',
  mcc: 'mcc',
};

export const JUDGING_FIELDS: readonly Field[] = [
  field<number>({
    ...numberAccess(RULES.delta),
    key: 'delta',
    get: (experiment) => experiment.judging.delta,
    set: (experiment, delta) => withJudging(experiment, { delta }),
  }),
  field<number | typeof AS_TRIALS>({
    key: 'upto',
    label: RULES.upTo.label,
    expected: `${ruleText(RULES.upTo)}, or "${AS_TRIALS}"`,
    get: (experiment) => experiment.judging.upTo ?? AS_TRIALS,
    set: (experiment, upTo) => withJudging(experiment, { upTo: upTo === AS_TRIALS ? null : upTo }),
    parse: (text) => (text === AS_TRIALS ? text : parseNumber(RULES.upTo, text)),
    format: (upTo, spelling) => (upTo === AS_TRIALS ? upTo : spelling(upTo)),
    valid: (upTo) => upTo === AS_TRIALS || fits(RULES.upTo, upTo),
  }),
  field<Looks>({
    key: 'looks',
    label: 'Looks',
    expected: `one of ${LOOKS.join(', ')}`,
    get: (experiment) => experiment.judging.looks,
    set: (experiment, looks) => withJudging(experiment, { looks }),
    parse: (text) => LOOKS.find((looks) => looks === text) ?? null,
    format: (looks) => looks,
    valid: (looks) => LOOKS.includes(looks),
  }),
  field<Measure>({
    key: 'measure',
    label: 'Measure',
    expected: `one of ${MEASURES.map((measure) => MEASURE_CODES[measure]).join(', ')}`,
    get: (experiment) => experiment.judging.measure,
    set: (experiment, measure) => withJudging(experiment, { measure }),
    parse: (text) => MEASURES.find((measure) => MEASURE_CODES[measure] === text) ?? null,
    format: (measure) => MEASURE_CODES[measure],
    valid: (measure) => MEASURES.includes(measure),
  }),
];

/** Keys of settings that no trial depends on. */
export const JUDGING_KEYS: readonly string[] = JUDGING_FIELDS.map(({ key }) => key);
