/** @file Finds the modules of a model that an adapter config means, as PEFT matches them. */
import { LabError } from '../../base/errors';
import { COMPONENTS, type Component } from '../../architecture/modules';
import type { ModelConfig } from '../../architecture/config';
import { EMBEDDINGS, moduleName, normName } from '../../architecture/names';
import type { ModuleScale } from '../../train/trained';
import type { Architecture } from '../../architecture/config';
import { NO_MODULES, type AdapterConfig } from './adapterConfig';
import { pythonPattern, waysToMatch } from './pythonPattern';

export interface Target extends ModuleScale {
  /** The layer, 0-based. */
  readonly layer: number;
  readonly component: Component;
  /** The name in the adapter's file, without `base_model.model.`. */
  readonly name: string;
}

/** The limit for all patterns of one field together: each is tried on every module. */
const MOST_WAYS = 500_000;

/** Heads that PEFT saves with every sequence classifier, whatever the config says. */
const ALWAYS_SAVED: readonly string[] = ['classifier', 'score'];

/**
 * The modules that PEFT would put adapters on, with each one's rank and alpha.
 * @param prefix the prefix of the encoder's names: `roberta.` or `bert.` in a sequence classifier, empty in a bare
 * encoder
 * @throws LabError naming a module that the lab's adapters cannot be on, or if there is none
 */
export function targetsOf(
  config: AdapterConfig,
  model: Pick<ModelConfig, 'layers'>,
  architecture: Architecture,
  prefix: string,
): Target[] {
  if (config.targetModules === NO_MODULES) return [];
  const matches = matcher(config);
  const foreign = foreignModules(model, architecture, prefix).find(matches);
  if (foreign !== undefined)
    throw new LabError(
      `The adapter is on ${foreign}, where the lab has none.`,
      'Use an adapter on query, key, value, attention output, up and down projections only.',
    );
  const rankAt = patternLookup(config.rankPattern, 'rank_pattern', config.rank);
  const alphaAt = patternLookup(config.alphaPattern, 'alpha_pattern', config.alpha);
  const targets: Target[] = [];
  for (let layer = 0; layer < model.layers; layer++)
    for (const component of COMPONENTS) {
      const name = prefix + moduleName(layer, component);
      if (matches(name)) targets.push({ layer, component, name, rank: rankAt(name), alpha: alphaAt(name) });
    }
  if (targets.length === 0)
    throw new LabError(
      `target_modules of the adapter matches no module of this model.`,
      'Choose the model that the adapter was trained on.',
    );
  return targets;
}

/** Applies the same rule as PEFT's check_target_module_exists. */
function matcher(config: AdapterConfig): (name: string) => boolean {
  const { targetModules, layersToTransform } = config;
  const saved = [...config.modulesToSave, ...(config.classifies ? ALWAYS_SAVED : [])];
  const excluded = listMatcher(config.excludeModules, 'exclude_modules');
  const isSaved = (name: string): boolean => saved.some((module) => `.${name}.`.includes(`.${module}.`));
  const targeted = targetModules === 'all-linear' ? isLinear : listMatcher(targetModules, 'target_modules');
  const layerOf = layerReader(config.layersPattern);
  return (name) => {
    if (excluded(name) || isSaved(name) || !targeted(name)) return false;
    // A full name or a regular expression already determines the layer.
    if (layersToTransform === null || typeof targetModules === 'string' || targetModules.includes(name))
      return true;
    const layer = layerOf(name);
    return layer !== null && layersToTransform.includes(layer);
  };
}

/** Matches full names or suffixes after a dot, or a regular expression of the whole name. */
function listMatcher(list: readonly string[] | string, field: string): (name: string) => boolean {
  if (typeof list === 'string') {
    if (list === '') return () => false;
    const pattern = pythonPattern(list, field, true);
    return (name) => pattern.test(name);
  }
  const all = new Set(list);
  return (name) => all.has(name) || list.some((suffix) => name.endsWith(`.${suffix}`));
}

const isLinear = (name: string): boolean => !name.includes('Norm') && !name.includes('_embeddings');

/** The layer's number in a module's name: the first after any word, or after one of `words`. */
function layerReader(words: readonly string[]): (name: string) => number | null {
  const patterns =
    words.length === 0
      ? [/\.[^.]*\.(\d+)\./]
      : words.map((word) => new RegExp(`(?:^|\\.)${pythonWord(word)}\\.(\\d+)\\.`));
  return (name) => {
    for (const pattern of patterns) {
      const [, digits] = pattern.exec(name) ?? [];
      if (digits !== undefined) return Number(digits);
    }
    return null;
  };
}

function pythonWord(word: string): string {
  if (/^\w+(\.\w+)*$/.test(word)) return word.replaceAll('.', '\\.');
  throw new LabError(
    `adapter_config.json: layers_pattern "${word.slice(0, 60)}" is no name of a list of layers.`,
    'Write "layer", or list the full module names in target_modules.',
  );
}

/** The value of the first pattern that matches the end of a name from a dot on, as PEFT's get_pattern_key finds it. */
function patternLookup(
  patterns: Readonly<Record<string, number>>,
  field: string,
  fallback: number,
): (name: string) => number {
  const ways = Object.keys(patterns).reduce((sum, pattern) => sum + waysToMatch(pattern), 0);
  if (ways > MOST_WAYS)
    throw new LabError(
      `adapter_config.json: the patterns in ${field} could take too long to match.`,
      'Write the full module names instead.',
    );
  const compiled = Object.entries(patterns).map(
    ([pattern, value]) => [pythonPattern(pattern, field, false), value] as const,
  );
  return (name) => compiled.find(([pattern]) => pattern.test(name))?.[1] ?? fallback;
}

/** Modules of the classifier that hold weights and carry no adapter in the lab. */
function foreignModules(
  { layers }: Pick<ModelConfig, 'layers'>,
  architecture: Architecture,
  prefix: string,
): string[] {
  const norms = Array.from({ length: layers }, (_, layer) => [
    normName({ layer, after: 'attention' }),
    normName({ layer, after: 'feedForward' }),
  ]).flat();
  const embeddings = Object.values(EMBEDDINGS).map((name) => name.replace(/\.weight$/, ''));
  const encoder = [
    ...embeddings,
    normName('embeddings'),
    ...norms,
    ...(architecture === 'bert' || prefix === '' ? ['pooler.dense'] : []),
  ];
  const head = architecture === 'bert' ? ['classifier'] : ['classifier.dense', 'classifier.out_proj'];
  return [...encoder.map((name) => prefix + name), ...(prefix === '' ? [] : head)];
}
