import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './defaults';
import type { Experiment, Hyperparameters, JudgingSettings, LoraScenario } from './experiment';
import { fits, parseNumber, RULES, ruleText } from './address/rules';
import { moduleSet } from '../architecture/modules';
import { validateExperiment } from './validate';

const lora: LoraScenario = {
  name: 'a',
  color: '#1f77b4',
  method: 'lora',
  modules: moduleSet(12, () => true),
  rank: 8,
  alpha: 8,
  rsLora: false,
};
const model = { layers: 12, positions: 66, firstPosition: 2 };
const training = (change: Partial<Hyperparameters>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  training: { ...DEFAULT_EXPERIMENT.training, ...change },
});
const judging = (change: Partial<JudgingSettings>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  judging: { ...DEFAULT_EXPERIMENT.judging, ...change },
});
const scenarios = (...list: Experiment['scenarios']): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  scenarios: list,
});

describe('validateExperiment', () => {
  it('accepts the default experiment, with and without the model', () => {
    expect(validateExperiment(DEFAULT_EXPERIMENT)).toEqual([]);
    expect(validateExperiment(DEFAULT_EXPERIMENT, model)).toEqual([]);
  });

  it.each<[Experiment, string]>([
    [training({ learningRate: 0 }), 'Learning rate must be a number above 0, at most 10, not "0".'],
    [training({ learningRate: NaN }), 'Learning rate must be a number above 0, at most 10, not "NaN".'],
    [
      training({ duration: { unit: 'steps', count: 1.5 } }),
      'Steps must be a whole number from 0 to 1000000, not "1.5".',
    ],
    [
      training({ duration: { unit: 'epochs', count: 0 } }),
      'Epochs must be a whole number from 1 to 1000, not "0".',
    ],
    [
      training({ trainingRows: 0 }),
      'Training rows must be a whole number from 1 to 10000000, or "all", not "0".',
    ],
    [
      {
        ...training({ basePrecision: 'nf4' }),
        scenarios: [{ ...DEFAULT_EXPERIMENT.scenarios[0], pissa: true }],
      },
      'Scenario "lower": PiSSA needs the frozen weights in float32, and float32 training; change both, or leave PiSSA.',
    ],
    [
      {
        ...training({ precision: 'mixed' }),
        scenarios: [{ ...DEFAULT_EXPERIMENT.scenarios[0], pissa: true }],
      },
      'Scenario "lower": PiSSA needs the frozen weights in float32, and float32 training; change both, or leave PiSSA.',
    ],
    [
      scenarios({ ...DEFAULT_EXPERIMENT.scenarios[0], pissa: true, rank: 513 }),
      'Scenario "lower": PiSSA ends as LoRA of twice the rank; use 512 at most.',
    ],
    [
      scenarios({ ...DEFAULT_EXPERIMENT.scenarios[0], pissa: true, init: 'local:a' }),
      'Scenario "lower": it cannot begin with an adapter and with PiSSA; choose one of them.',
    ],
    [
      scenarios({ ...DEFAULT_EXPERIMENT.scenarios[0], pissa: true, dora: true }),
      'Scenario "lower": DoRA and PiSSA do not go together; choose one of them.',
    ],
    [
      scenarios({
        ...DEFAULT_EXPERIMENT.scenarios[0],
        ranks: [{ rank: 0, modules: moduleSet(12, () => false) }],
      }),
      'Scenario "lower": rank must be a whole number from 1 to 1024, not 0.',
    ],
    [
      scenarios({ ...DEFAULT_EXPERIMENT.scenarios[0], ranks: [{ rank: 2, modules: [] }] }),
      'Scenario "lower": its ranks by module are not for its layers and components; set them again.',
    ],
    [training({ warmup: 1.1 }), 'Warmup must be a number from 0 to 1, not "1.1".'],
    [
      training({ dropout: { hidden: 1, attention: 0, lora: 0, classifier: 0 } }),
      'Dropout must be four numbers of 0 or more, below 1, for hidden, attention, lora, classifier, joined by commas, not "1,0,0,0".',
    ],
    [
      training({ maxLength: 65 }),
      'Sequence length: the model reads at most 64 tokens, not 65; set 64 or less.',
    ],
    [
      { ...DEFAULT_EXPERIMENT, trials: 1001 },
      'Trials per scenario must be a whole number from 1 to 1000, not "1001".',
    ],
    [judging({ delta: 0 }), 'Difference that matters, in points must be a number from 0.01 to 50, not "0".'],
    [
      judging({ delta: 51 }),
      'Difference that matters, in points must be a number from 0.01 to 50, not "51".',
    ],
    [
      judging({ upTo: 1001 }),
      'Most seeds of the plan must be a whole number from 1 to 1000, or "trials", not "1001".',
    ],
    [
      { ...DEFAULT_EXPERIMENT, model: '../x' },
      'Model: "../x" is not a model id; write it as "name", "owner/name", "owner/name@revision" or "local:name".',
    ],
    [scenarios(), 'Scenarios: there is none; add one.'],
    [
      scenarios(...Array.from({ length: 65 }, (_, i) => ({ ...lora, name: `${i}` }))),
      'Scenarios: 65 are more than 64; remove some, or split the experiment.',
    ],
    [scenarios(lora, lora, lora), 'Scenario "a": more than one has this name; rename one.'],
    [scenarios({ ...lora, name: ' ' }), 'Scenario 1: it has no name; give it one.'],
    [
      scenarios({ ...lora, name: 'a\nb' }),
      'Scenario "a?b": the name holds a control character or half an emoji; type it again.',
    ],
    [
      scenarios({ ...lora, name: 'x'.repeat(81) }),
      `Scenario "${'x'.repeat(40)}...": the name has 81 characters; use at most 80.`,
    ],
    [scenarios({ ...lora, color: 'red' }), 'Scenario "a": colour "red" is not of the form #1f77b4.'],
    [scenarios({ ...lora, rank: 0 }), 'Scenario "a": rank must be a whole number from 1 to 1024, not 0.'],
    [scenarios({ ...lora, alpha: 0 }), 'Scenario "a": alpha must be a number above 0, at most 10000, not 0.'],
    [
      scenarios({ ...lora, learningRate: -1 }),
      'Scenario "a": learning rate must be a number above 0, at most 10, not -1.',
    ],
    [
      scenarios({ ...lora, duration: { unit: 'steps', count: -1 } }),
      'Scenario "a": steps must be a whole number from 0 to 1000000, not -1.',
    ],
    [
      scenarios({ ...lora, modules: moduleSet(12, () => false) }),
      'Scenario "a": LoRA on no module trains no adapter; tick a module, or choose classifier only.',
    ],
    [
      scenarios({ ...lora, modules: moduleSet(6, () => true) }),
      'Scenario "a": its modules are for 6 layers and the model has 12; choose its modules again.',
    ],
    [
      scenarios({ ...lora, modules: [['key', 'query'], ...lora.modules.slice(1)] }),
      'Scenario "a": a layer lists a component twice or out of order; choose its modules again.',
    ],
  ])('names the one problem (%#)', (experiment, problem) => {
    expect(validateExperiment(experiment, model)).toEqual([problem]);
  });

  it('bounds the tokens of a step', () => {
    expect(validateExperiment(training({ batchSize: 256, maxLength: 512 }))).toEqual([]);
    expect(validateExperiment(training({ batchSize: 257, maxLength: 512 }))).toEqual([
      'Batch size x sequence length: 257 x 512 are 131584 tokens a step, more than 131072; lower one of the two.',
    ]);
  });
});

describe('number rules', () => {
  it('read only what they would write', () => {
    expect(parseNumber(RULES.dropout, '0')).toBe(0);
    expect(Object.is(parseNumber(RULES.dropout, '-0'), 0)).toBe(true);
    for (const text of ['', ' 1', '0x10', '1_000', 'Infinity', 'NaN', '1e', '١', '1,5', '1'.repeat(50)])
      expect(parseNumber(RULES.weightDecay, text)).toBeNull();
  });

  it('keep their bounds', () => {
    expect(fits(RULES.dropout, 1)).toBe(false);
    expect(fits(RULES.dropout, 0.999)).toBe(true);
    expect(fits(RULES.learningRate, 0)).toBe(false);
    expect(fits(RULES.rank, 1024)).toBe(true);
    expect(fits(RULES.rank, 2.5)).toBe(false);
    expect(ruleText(RULES.dropout)).toBe('a number of 0 or more, below 1');
  });

  it('leave room for every seed in 32 bits', () => {
    expect(RULES.firstSeed.max + RULES.trials.max).toBeLessThan(2 ** 32);
  });
});
