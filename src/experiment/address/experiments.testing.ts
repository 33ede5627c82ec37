/** @file What the tests of the experiment's address share: a scenario, and what a fragment decodes to. */
import { moduleSet } from '../../architecture/modules';
import { colorAt } from '../colors';
import { DEFAULT_EXPERIMENT } from '../defaults';
import type { Experiment, LoraScenario } from '../experiment';
import { decodeExperiment } from './url';

export const upper: LoraScenario = {
  name: 'upper',
  color: colorAt(0),
  method: 'lora',
  modules: moduleSet(12, (layer) => layer > 6),
  rank: 8,
  alpha: 8,
  rsLora: false,
};
export const withScenarios = (...scenarios: Experiment['scenarios']): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  scenarios,
});
export const loraOf = (fragment: string): LoraScenario => {
  const [scenario] = decodeExperiment(fragment).experiment.scenarios;
  if (scenario?.method !== 'lora') throw new Error('not LoRA');
  return scenario;
};
export const problemsOf = (fragment: string) => decodeExperiment(`model=m&data=d&${fragment}`).problems;
