/** @file Scenarios in words, for tooltips and tables. */
import type { Scenario } from './experiment';
import { plainNumber } from '../base/format';
import { layerRanges, layerWord, moduleBlocks, type ModuleBlock } from './moduleBlocks';
import { tidyRanks, type RankedModules } from './ranks';
import { COMPONENTS, type Component, type ModuleSet } from '../architecture/modules';

export const COMPONENT_NAMES: Readonly<Record<Component, string>> = {
  query: 'query',
  key: 'key',
  value: 'value',
  attentionOutput: 'attention output',
  up: 'up',
  down: 'down',
};

/** "layers 7-12", "even layers", "layer 3", "all 12 layers". */
export function describeLayers(layers: readonly number[], total: number): string {
  const word = layerWord(layers, total);
  if (word === 'all') return total === 1 ? 'the only layer' : `all ${total} layers`;
  if (word) return `${word} layers`;
  return layers.length === 1 ? `layer ${layers[0]}` : `layers ${layerRanges(layers).replaceAll(',', ', ')}`;
}

/** "all six components", "query + value". */
export function describeComponents(components: readonly Component[]): string {
  if (components.length === COMPONENTS.length) return 'all six components';
  return components.map((component) => COMPONENT_NAMES[component]).join(' + ');
}

/** "layers 7-12, all six components"; several blocks are joined by "; ". */
export function describeModules(modules: ModuleSet): string {
  const words = ({ layers, components }: ModuleBlock) =>
    `${describeLayers(layers, modules.length)}, ${describeComponents(components)}`;
  return moduleBlocks(modules).map(words).join('; ') || 'no modules';
}

/** "r=4 on layers 1-6, query + value; r=16 on layer 12, down". */
export function describeRanks(ranks: readonly RankedModules[]): string {
  return ranks.map(({ rank, modules }) => `r=${rank} on ${describeModules(modules)}`).join('; ');
}

/** "layers 7-12, all six components, r=8"; alpha is named where it is not r. */
export function describeScenario(scenario: Scenario): string {
  const parts: string[] = [];
  if (scenario.method === 'classifier') parts.push('classifier only');
  if (scenario.method === 'full') parts.push('full fine-tuning');
  if (scenario.method === 'lora') {
    parts.push(describeModules(scenario.modules), `r=${scenario.rank}`);
    const { ranks } = tidyRanks(scenario);
    if (ranks) parts.push(describeRanks(ranks));
    if (scenario.alpha !== scenario.rank) parts.push(`alpha=${plainNumber(scenario.alpha)}`);
    if (scenario.rsLora) parts.push('rsLoRA');
    if (scenario.pissa) parts.push('PiSSA');
    if (scenario.dora) parts.push('DoRA');
    if (scenario.bRate !== undefined) parts.push(`LoRA+ ${plainNumber(scenario.bRate)}`);
  }
  if (scenario.learningRate !== undefined) parts.push(`learning rate ${plainNumber(scenario.learningRate)}`);
  if (scenario.duration) {
    const { count, unit } = scenario.duration;
    parts.push(`${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  }
  if (scenario.checkpointing !== undefined)
    parts.push(scenario.checkpointing ? 'checkpointing' : 'no checkpointing');
  if (scenario.basePrecision) parts.push(`base ${scenario.basePrecision}`);
  return parts.join(', ');
}
