/** @file Toggling and painting modules on the grid, as pure functions on sets of modules. */
import {
  COMPONENTS,
  hasModule,
  moduleSet,
  type Component,
  type ModuleSet,
} from '../../src/architecture/modules';

export interface Cell {
  /** The layer, 1-based. */
  readonly layer: number;
  /** The index into COMPONENTS. */
  readonly column: number;
}

export function setCells(modules: ModuleSet, cells: readonly Cell[], on: boolean): ModuleSet {
  const touched = new Set(cells.map(({ layer, column }) => `${layer}.${column}`));
  return moduleSet(modules.length, (layer, component) =>
    touched.has(`${layer}.${COMPONENTS.indexOf(component)}`) ? on : hasModule(modules, layer, component),
  );
}

/** Fills a row that is not full yet, empties one that is. */
export function toggleLayer(modules: ModuleSet, layer: number): ModuleSet {
  const on = (modules[layer - 1]?.length ?? 0) < COMPONENTS.length;
  return setCells(
    modules,
    COMPONENTS.map((_, column) => ({ layer, column })),
    on,
  );
}

/** Fills a column that is not full yet, empties one that is. */
export function toggleComponent(modules: ModuleSet, component: Component): ModuleSet {
  const on = !modules.every((components) => components.includes(component));
  const column = COMPONENTS.indexOf(component);
  return setCells(
    modules,
    modules.map((_, index) => ({ layer: index + 1, column })),
    on,
  );
}

/** The cells under a straight stroke. A fast pointer skips cells, which the brush must not. */
export function cellsBetween(from: Cell, to: Cell): Cell[] {
  const steps = Math.max(Math.abs(to.layer - from.layer), Math.abs(to.column - from.column));
  if (steps === 0) return [to];
  return Array.from({ length: steps + 1 }, (_, i) => ({
    layer: Math.round(from.layer + ((to.layer - from.layer) * i) / steps),
    column: Math.round(from.column + ((to.column - from.column) * i) / steps),
  }));
}

export function sameModules(a: ModuleSet, b: ModuleSet): boolean {
  return a.length === b.length && a.every((components, index) => components.join() === b[index]?.join());
}

/** A position of the roving focus. Row 0 holds the column headers, column 0 the row headers. */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

/** The position to which a key moves the focus, or null if it does not. Row 1 is the topmost layer. */
export function moveFocus({ row, column }: GridPosition, key: string, layers: number): GridPosition | null {
  const columns = COMPONENTS.length;
  const moves: Readonly<Record<string, GridPosition>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns },
    PageUp: { row: 1, column },
    PageDown: { row: layers, column },
  };
  const next = moves[key];
  if (!next) return null;
  const clamped = {
    row: Math.min(layers, Math.max(0, next.row)),
    column: Math.min(columns, Math.max(0, next.column)),
  };
  // The corner between the headers is empty.
  return clamped.row === 0 && clamped.column === 0 ? { row, column } : clamped;
}
