/** @file Adapters from one layer up: what the handle of the lowest layer sets. */
import { COMPONENTS, moduleSet, type ModuleSet } from '../../../src/architecture/modules';

/** The components that are ticked anywhere, in `lowest` (1-based) and every layer above it, and in none below. */
export function fromLayerUp(modules: ModuleSet, lowest: number): ModuleSet {
  const ticked = COMPONENTS.filter((component) => modules.some((layer) => layer.includes(component)));
  return moduleSet(modules.length, (layer, component) => layer >= lowest && ticked.includes(component));
}
