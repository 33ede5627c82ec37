/** @file The flags that change single settings of the experiment, or of how it runs. Each corresponds to a key of its address. */
import { UsageError } from './flags.mjs';

/** @typedef {typeof import('./experiment.mjs')} LabModule */

/** By flag. */
const KEYS = {
  text: 'text',
  pair: 'pair',
  label: 'label',
  header: 'header',
  delimiter: 'delimiter',
  encoding: 'encoding',
  missing: 'missing',
  trials: 'trials',
  seed: 'seed',
  steps: 'steps',
  epochs: 'epochs',
  batch: 'batch',
  length: 'length',
  lr: 'lr',
  rows: 'rows',
  'validation-rows': 'validation',
  'evaluate-every': 'evaluate',
  pick: 'pick',
  delta: 'delta',
  'up-to': 'upto',
  looks: 'looks',
  measure: 'measure',
  together: 'together',
};
/** Keys whose values mean something in one data set only. */
const DATA_KEYS = [
  ...['text', 'pair', 'label', 'subset', 'split', 'valsplit'],
  ...['header', 'delimiter', 'encoding', 'missing'],
];
const DURATION_KEYS = ['steps', 'epochs'];

export const SETTING_FLAGS = { values: Object.keys(KEYS), switches: ['no-shuffle'] };

/**
 * @param {LabModule} lab
 * @param {ReturnType<typeof import('./flags.mjs').readFlags>} flags
 * @returns {Map<string, string>} by the address's key
 */
export function readSettings(lab, { values, switches }) {
  /** @type {Map<string, string>} */
  const settings = new Map();
  for (const [flag, key] of Object.entries(KEYS)) {
    const value = values.get(flag);
    if (value === undefined) continue;
    const { problems } = lab.decodeAddress(`${key}=${lab.encodeText(value)}`, () => 0);
    const problem = problems.find((text) => text.startsWith(`${key}=`));
    if (problem !== undefined)
      throw new UsageError(`--${flag} ${problem.slice(key.length + 1).replace(/; the default .*$/, '')}`);
    settings.set(key, value);
  }
  if (settings.has('steps') && settings.has('epochs'))
    throw new UsageError('--steps and --epochs are two words for how long; give one');
  if (switches.has('no-shuffle')) settings.set('shuffle', 'off');
  return settings;
}

/**
 * The experiment with these settings, and with a file of this device as its data set.
 * @param {LabModule} lab
 * @param {string} fragment
 * @param {Map<string, string>} settings
 * @param {string | null} file the data set's name
 * @returns {string}
 */
export function withSettings(lab, fragment, settings, file) {
  const changed = new Map(settings);
  let parts = fragment.split('&').filter((part) => part !== '');
  if (file !== null) {
    const id = lab.localId(file);
    const before = parts.find((part) => part.startsWith('data=')) ?? '';
    if (lab.decodeExperiment(before).experiment.dataset !== id) parts = without(parts, DATA_KEYS);
    changed.set('data', id);
  }
  const replaced = [...changed.keys()];
  if (DURATION_KEYS.some((key) => changed.has(key))) replaced.push(...DURATION_KEYS);
  const added = [...changed].map(([key, value]) => `${key}=${lab.encodeText(value)}`);
  return [...without(parts, replaced), ...added].join('&');
}

/** @param {readonly string[]} parts @param {readonly string[]} keys */
const without = (parts, keys) => parts.filter((part) => !keys.includes(part.split('=')[0] ?? ''));
