/** @file What the lab reads from addresses and from files, as vectors for the tests of the cluster's reader. */
import { decodeAddress } from '../../src/address/pageAddress';
import { repairAddress } from '../../src/address/repairAddress';
import { COMPONENT_LETTERS } from '../../src/architecture/modules';
import { describeError } from '../../src/base/errors';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { parseExperiment } from '../../src/experiment/experimentJson';
import { randomExperiment, sampleTrial, seededRandom } from '../../src/experiment/testing';
import { validateExperiment } from '../../src/experiment/validate';
import { parseResults } from '../../src/results/resultsFile';
import { ADDRESS_TEXTS, DAMAGED_TEXTS } from './addressTexts';

export const ADDRESS_VECTORS = 'cluster/tests/vectors/addresses.json';

/** A scenario with one word of component letters a layer in place of lists, so that the file stays small. */
function compact(scenario: Scenario): object {
  if (scenario.method !== 'lora') return scenario;
  const modules = scenario.modules.map((layer) => layer.map((component) => COMPONENT_LETTERS[component]).join(''));
  return { ...scenario, modules: modules.join(' ') };
}

/** What differs from the opening experiment, by the paths of the parts. */
function changes(experiment: Experiment): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const compare = (value: unknown, base: unknown, path: string): void => {
    if (JSON.stringify(value) === JSON.stringify(base)) return;
    const [own, other] = [value, base] as Record<string, unknown>[];
    if (own && other && typeof value === 'object' && path !== 'training.duration')
      for (const key of Object.keys(own)) compare(own[key], other[key], path === '' ? key : `${path}.${key}`);
    else found[path] = value;
  };
  const { scenarios, ...rest } = experiment;
  const { scenarios: base, ...opening } = DEFAULT_EXPERIMENT;
  compare(rest, opening, '');
  if (JSON.stringify(scenarios) !== JSON.stringify(base)) found['scenarios'] = scenarios.map(compact);
  return found;
}

function addressVector(text: string): object {
  const { experiment, problems } = decodeAddress(text, () => DEFAULT_EXPERIMENT.firstSeed);
  return { text, changes: changes(experiment), ...(problems.length > 0 && { problems }) };
}

/** Values that some part of an experiment's JSON is replaced by; undefined leaves it out. */
const REPLACEMENTS: readonly unknown[] = [
  ...[undefined, null, 0, 1, -1, 1.5, 1e30, '', 'x', true, [], {}, 'none', ['query', 'query'], '\ud83d'],
  ...['local:a', 'utf8', 'NA, x,NA', { unit: 'steps', count: 0 }, { unit: 'steps', count: 0.5 }, { unit: 'days' }],
];

const PARTS: readonly (readonly string[])[] = [
  ...['model', 'dataset', 'data', 'scenarios', 'trials', 'firstSeed', 'training', 'judging'].map((key) => [key]),
  ...Object.keys(DEFAULT_EXPERIMENT.data).map((key) => ['data', key]),
  ...Object.keys(DEFAULT_EXPERIMENT.training).map((key) => ['training', key]),
  ...Object.keys(DEFAULT_EXPERIMENT.judging).map((key) => ['judging', key]),
  ...['hidden', 'attention', 'lora', 'classifier'].map((key) => ['training', 'dropout', key]),
  ...['name', 'color', 'method', 'modules', 'rank', 'alpha', 'rsLora', 'learningRate', 'duration', 'init'].map((key) => [
    'scenarios',
    '1',
    key,
  ]),
  ...['checkpointing', 'basePrecision', 'bRate', 'ranks', 'pissa', 'dora'].map((key) => ['scenarios', '0', key]),
];

function replaced(tree: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  const copy = structuredClone(tree) as Record<string, unknown>;
  copy[first] = replaced(copy[first], rest, value);
  return copy;
}

/** What reading some JSON gives: what is wrong, or the experiment and what keeps it from being run. */
function reading(read: () => Experiment): object {
  try {
    const experiment = read();
    const problems = validateExperiment(experiment);
    return { changes: changes(experiment), ...(problems.length > 0 && { problems }) };
  } catch (error) {
    return { error: describeError(error).message };
  }
}

function fileVectors(): object[] {
  const random = seededRandom(7);
  const pick = () => REPLACEMENTS[Math.floor(random() * REPLACEMENTS.length)];
  const single = PARTS.flatMap((part) => [undefined, null, pick(), pick(), pick()].map((value) => ({ part, value })));
  const own = single.map(({ part, value }) => {
    const json = JSON.stringify(replaced(DEFAULT_EXPERIMENT, part, value));
    return { part, ...(value !== undefined && { value }), ...reading(() => parseExperiment(json)) };
  });
  const whole = ['[]', '3', 'null', '{}', '{"model":1}'].map((json) => ({
    json,
    ...reading(() => parseExperiment(json)),
  }));
  return [...own, ...whole];
}

function resultsVectors(): object[] {
  const { environment } = sampleTrial();
  const { judging: _judging, data: _data, ...older } = DEFAULT_EXPERIMENT;
  const { rowChoice: _choice, shuffle: _shuffle, evaluateEvery: _every, ...training } = DEFAULT_EXPERIMENT.training;
  const { checkpointing: _check, basePrecision: _precision, ...oldest } = training;
  const file = (change: object): string =>
    JSON.stringify({ version: 1, experiment: DEFAULT_EXPERIMENT, environment, trials: [], ...change });
  const texts = [
    ...[{}, { version: 2 }, { version: 0 }, { version: '1' }, { version: 1.5 }, { experiment: null }].map(file),
    file({ experiment: older }),
    file({ experiment: { ...older, training: oldest }, more: 1 }),
    file({ experiment: randomExperiment(seededRandom(5)) }),
    '{"experiment":{}}',
  ];
  return texts.map((json) => ({ json, ...reading(() => parseResults(json).experiment) }));
}

/** The text of {@link ADDRESS_VECTORS}, one vector a line. */
export function addressVectors(): string {
  const lines = (vectors: readonly object[]): string =>
    `[\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]`;
  const repairs = DAMAGED_TEXTS.map((damaged) => {
    const { text, note } = repairAddress(damaged);
    return { damaged, text, note };
  });
  const parts = {
    addresses: ADDRESS_TEXTS.map(addressVector),
    repairs,
    files: fileVectors(),
    results: resultsVectors(),
  };
  return `{\n${Object.entries(parts)
    .map(([name, vectors]) => `"${name}": ${lines(vectors)}`)
    .join(',\n')}\n}\n`;
}
