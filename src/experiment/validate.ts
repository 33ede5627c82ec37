/** @file Whether the lab can run an experiment, in plain words: for the page, the URL and the command line. */
import { longestSentence, type ModelConfig } from '../architecture/config';
import { isHexColor } from './colors';
import {
  storedPrecision,
  trainingOf,
  type Experiment,
  type Hyperparameters,
  type Scenario,
} from './experiment';
import { isAdapterId, parseSourceRef } from '../sources/sourceRef';
import { plainNumber } from '../base/format';
import { FIELDS } from './address/fields';
import { fits, mustBe, type NumberRule, RULES, ruleText } from './address/rules';
import { COMPONENTS, moduleCount } from '../architecture/modules';
import { tidyRanks } from './ranks';

export const MAX_SCENARIOS = 64;
/** The most characters (UTF-16 units) of a scenario's name. */
export const MAX_NAME_LENGTH = 80;
/** Layers of the largest encoder whose modules can be chosen. */
export const MAX_LAYERS = 96;
/** Tokens per optimizer step: far more than the published runs used (480 x 66); no GPU holds more than this. */
export const MAX_TOKENS_PER_STEP = 131_072;

/** The part of a model's shape that limits an experiment. */
export type ShapeLimits = Pick<ModelConfig, 'layers' | 'positions' | 'firstPosition'>;

/**
 * Everything that keeps the experiment from being run, one sentence per problem, naming the field and the remedy.
 * @param model the model's shape, if it is already known; without it only the model-independent rules hold
 * @returns an empty list for an experiment that can be run
 */
export function validateExperiment(experiment: Experiment, model?: ShapeLimits): string[] {
  return [
    ...idProblems(experiment),
    ...settingProblems(experiment, model),
    ...scenarioListProblems(experiment.scenarios),
    ...experiment.scenarios.flatMap((scenario) => splitProblems(scenario, experiment.training)),
    ...experiment.scenarios.flatMap((scenario, index) => validateScenario(scenario, index, model)),
  ];
}

function idProblems({ model, dataset }: Experiment): string[] {
  const remedy = 'write it as "name", "owner/name", "owner/name@revision" or "local:name"';
  const problems: string[] = [];
  if (!parseSourceRef('model', model)) problems.push(`Model: ${quote(model)} is not a model id; ${remedy}.`);
  if (!parseSourceRef('dataset', dataset))
    problems.push(`Data set: ${quote(dataset)} is not a data set id; ${remedy}.`);
  return problems;
}

function settingProblems(experiment: Experiment, model?: ShapeLimits): string[] {
  const problems = FIELDS.filter((field) => !field.valid(experiment)).map(
    (field) => `${mustBe(field.label, field.expected)}, not ${quote(field.write(experiment) ?? '')}.`,
  );
  const { batchSize, maxLength } = experiment.training;
  const tokens = batchSize * maxLength;
  if (fits(RULES.batchSize, batchSize) && fits(RULES.maxLength, maxLength) && tokens > MAX_TOKENS_PER_STEP)
    problems.push(
      `Batch size x sequence length: ${batchSize} x ${maxLength} are ${tokens} tokens a step, ` +
        `more than ${MAX_TOKENS_PER_STEP}; lower one of the two.`,
    );
  const longest = model ? longestSentence(model) : Infinity;
  if (maxLength > longest)
    problems.push(
      `${RULES.maxLength.label}: the model reads at most ${longest} tokens, not ${maxLength}; ` +
        `set ${longest} or less.`,
    );
  return problems;
}

function scenarioListProblems(scenarios: readonly Scenario[]): string[] {
  const problems: string[] = [];
  if (scenarios.length === 0) problems.push('Scenarios: there is none; add one.');
  if (scenarios.length > MAX_SCENARIOS)
    problems.push(
      `Scenarios: ${scenarios.length} are more than ${MAX_SCENARIOS}; remove some, or split the experiment.`,
    );
  const seen = new Set<string>();
  const named = new Set<string>();
  for (const { name } of scenarios) {
    if (seen.has(name) && !named.has(name)) {
      problems.push(`Scenario ${quote(name)}: more than one has this name; rename one.`);
      named.add(name);
    }
    seen.add(name);
  }
  return problems;
}

/** PiSSA takes float32 matrices apart; the rest of one in fewer bits, rounded again, would not be what PEFT trains on. */
function splitProblems(scenario: Scenario, training: Hyperparameters): string[] {
  if (scenario.method !== 'lora' || !scenario.pissa) return [];
  const title = `Scenario ${quote(scenario.name)}`;
  return [
    ...(storedPrecision(trainingOf(training, scenario)) === 'f32'
      ? []
      : [
          `${title}: PiSSA needs the frozen weights in float32, and float32 training; change both, or leave PiSSA.`,
        ]),
    ...([scenario, ...(tidyRanks(scenario).ranks ?? [])].every(({ rank }) => 2 * rank <= RULES.rank.max)
      ? []
      : [`${title}: PiSSA ends as LoRA of twice the rank; use ${RULES.rank.max / 2} at most.`]),
    ...(scenario.init === undefined
      ? []
      : [`${title}: it cannot begin with an adapter and with PiSSA; choose one of them.`]),
    ...(scenario.dora ? [`${title}: DoRA and PiSSA do not go together; choose one of them.`] : []),
  ];
}

/**
 * The problems of one scenario by itself.
 * @param index 0-based position, to name a scenario that has no name
 */
export function validateScenario(scenario: Scenario, index: number, model?: ShapeLimits): string[] {
  const nameless = scenario.name.trim() === '';
  const title = nameless ? `Scenario ${index + 1}` : `Scenario ${quote(scenario.name)}`;
  const problems: string[] = [];
  const check = (rule: NumberRule, value: number | undefined) => {
    if (value !== undefined && !fits(rule, value))
      problems.push(
        `${title}: ${mustBe(rule.label.toLowerCase(), ruleText(rule))}, not ${plainNumber(value)}.`,
      );
  };
  if (nameless) problems.push(`${title}: it has no name; give it one.`);
  if (scenario.name.length > MAX_NAME_LENGTH)
    problems.push(
      `${title}: the name has ${scenario.name.length} characters; use at most ${MAX_NAME_LENGTH}.`,
    );
  if (/\p{Surrogate}|\p{Cc}/u.test(scenario.name))
    problems.push(`${title}: the name holds a control character or half an emoji; type it again.`);
  if (!isHexColor(scenario.color))
    problems.push(`${title}: colour ${quote(scenario.color)} is not of the form #1f77b4.`);
  check(RULES.learningRate, scenario.learningRate);
  if (scenario.init !== undefined && scenario.method === 'full')
    problems.push(`${title}: full fine-tuning cannot begin with an adapter; choose LoRA or classifier only.`);
  if (scenario.init !== undefined && !isAdapterId(scenario.init))
    problems.push(`${title}: ${quote(scenario.init)} is not an adapter's id; write it as "local:name".`);
  if (scenario.duration) check(RULES[scenario.duration.unit], scenario.duration.count);
  if (scenario.method !== 'lora') return problems;

  check(RULES.rank, scenario.rank);
  check(RULES.alpha, scenario.alpha);
  check(RULES.bRate, scenario.bRate);
  for (const { rank } of scenario.ranks ?? []) check(RULES.rank, rank);
  if (
    scenario.ranks?.some(
      ({ modules }) => modules.length !== scenario.modules.length || !modules.every(inOrder),
    )
  )
    problems.push(`${title}: its ranks by module are not for its layers and components; set them again.`);
  const layers = scenario.modules.length;
  if (moduleCount(scenario.modules) === 0)
    problems.push(`${title}: LoRA on no module trains no adapter; tick a module, or choose classifier only.`);
  if (!scenario.modules.every(inOrder))
    problems.push(`${title}: a layer lists a component twice or out of order; choose its modules again.`);
  if (layers > MAX_LAYERS)
    problems.push(`${title}: ${layers} layers are more than ${MAX_LAYERS}; choose its modules again.`);
  else if (model && layers !== model.layers)
    problems.push(
      `${title}: its modules are for ${layers} layers and the model has ${model.layers}; ` +
        'choose its modules again.',
    );
  return problems;
}

function inOrder(components: readonly string[]): boolean {
  const ordered = COMPONENTS.filter((component) => components.includes(component));
  return ordered.length === components.length && ordered.every((component, i) => component === components[i]);
}

/** A person's own text inside a message: quoted, on one line, and short. */
export function quote(text: string): string {
  const clipped = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return `"${clipped.replace(/[\p{Cc}\p{Surrogate}]/gu, '?')}"`;
}
