/** @file Writes a module set as few blocks of layers with the same components, for the URL and for labels. */
import { COMPONENTS, type Component, type ModuleSet } from '../architecture/modules';

/** Layers (1-based, ascending) that carry the same, non-empty list of components. */
export interface ModuleBlock {
  readonly layers: readonly number[];
  readonly components: readonly Component[];
}

/** Puts every adapted layer in exactly one block; the blocks are in the order of their lowest layer. */
export function moduleBlocks(modules: ModuleSet): ModuleBlock[] {
  const blocks = new Map<string, { layers: number[]; components: readonly Component[] }>();
  modules.forEach((chosen, index) => {
    const components = COMPONENTS.filter((component) => chosen.includes(component));
    if (components.length === 0) return;
    const key = components.join();
    const block = blocks.get(key);
    if (block) block.layers.push(index + 1);
    else blocks.set(key, { layers: [index + 1], components });
  });
  return [...blocks.values()];
}

/** The word for all, even or odd layers of an encoder, if one fits; `even` and `odd` need two layers or more. */
export function layerWord(layers: readonly number[], total: number): 'all' | 'even' | 'odd' | null {
  if (layers.length === total) return 'all';
  if (layers.length < 2) return null;
  for (const [word, first] of [
    ['odd', 1],
    ['even', 2],
  ] as const) {
    const expected = Math.floor((total - first) / 2) + 1;
    if (layers.length === expected && layers.every((layer, i) => layer === first + 2 * i)) return word;
  }
  return null;
}

/** Ascending layers as ranges: `1-3,5,7-8`. */
export function layerRanges(layers: readonly number[]): string {
  const ranges: { readonly from: number; to: number }[] = [];
  for (const layer of layers) {
    const last = ranges.at(-1);
    if (last && layer === last.to + 1) last.to = layer;
    else ranges.push({ from: layer, to: layer });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
