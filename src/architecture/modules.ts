/** @file The modules of an encoder that can carry a LoRA adapter, and sets of them. */

/** The six linear layers of an encoder layer, in the order of the grid's columns. */
export const COMPONENTS = ['query', 'key', 'value', 'attentionOutput', 'up', 'down'] as const;

export type Component = (typeof COMPONENTS)[number];

/** One letter per component, as the URL writes them: `qkvoud`. */
export const COMPONENT_LETTERS: Readonly<Record<Component, string>> = {
  query: 'q',
  key: 'k',
  value: 'v',
  attentionOutput: 'o',
  up: 'u',
  down: 'd',
};

/**
 * Which modules of an encoder carry an adapter: one entry a layer, lowest layer first;
 * each entry lists the adapted components in the order of {@link COMPONENTS}.
 */
export type ModuleSet = readonly (readonly Component[])[];

/** Whether `component` of `layer` (1-based, as people count layers) is in the set. */
export function hasModule(modules: ModuleSet, layer: number, component: Component): boolean {
  return modules[layer - 1]?.includes(component) ?? false;
}

/** The set whose members are those for which `keep` holds. Layers are 1-based. */
export function moduleSet(layers: number, keep: (layer: number, component: Component) => boolean): ModuleSet {
  return Array.from({ length: layers }, (_, index) =>
    COMPONENTS.filter((component) => keep(index + 1, component)),
  );
}

/** Number of modules in the set. */
export function moduleCount(modules: ModuleSet): number {
  return modules.reduce((sum, components) => sum + components.length, 0);
}

/** The lowest layer (1-based) with an adapter, or null for an empty set. */
export function lowestLayer(modules: ModuleSet): number | null {
  const index = modules.findIndex((components) => components.length > 0);
  return index < 0 ? null : index + 1;
}
