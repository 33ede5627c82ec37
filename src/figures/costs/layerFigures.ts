/**
 * @file Memory and speed by the lowest adapted layer, which decides how much of the forward pass must be remembered. One
 * row a scenario, the top layer first as on the module grid, with gradient checkpointing below without.
 */
import { lowestLayer } from '../../architecture/modules';
import type { Scenario } from '../../experiment/experiment';
import type { MemoryBreakdown } from '../../results/results';
import { joinSentences, type Figure } from '../figure';
import type { RecordedRun } from '../recorded';
import type { ScenarioResults } from '../scenarioResults';
import type { BarFigure, BarRow } from './barFigure';
import { memoryFigure } from './memoryFigure';
import { publishedColumns, type Published } from './publishedFigures';
import { speedFigure } from './speedFigure';

/** Figures whose rows are the same scenarios in the same order. */
export interface LayerFigures extends Figure {
  readonly columns: readonly BarFigure[];
  /** Where each row's scenario is among the given ones. */
  readonly order: readonly number[];
}

export interface LayerOptions {
  /** Memory by scenario before a trial has measured it; null where it is not known. */
  readonly estimated: readonly (MemoryBreakdown | null)[];
  /** Whether scenarios without a setting of their own checkpoint. */
  readonly checkpointing: boolean;
  readonly published?: Published | null;
  /** A recorded run beside the groups, whose speeds stand until there are own ones. */
  readonly recorded?: RecordedRun | null;
}

/** @returns null unless at least two scenarios differ in their lowest adapted layer */
export function layerFigures(
  groups: readonly ScenarioResults[],
  { estimated, checkpointing, published = null, recorded = null }: LayerOptions,
): LayerFigures | null {
  const placed = groups.flatMap(({ scenario }, at) => {
    const layer = layerOf(scenario);
    return layer === null ? [] : [{ at, layer, keeps: !(scenario.checkpointing ?? checkpointing) }];
  });
  if (new Set(placed.map(({ layer }) => layer)).size < 2) return null;
  placed.sort((a, b) => b.layer - a.layer || Number(b.keeps) - Number(a.keeps) || a.at - b.at);
  const order = placed.map(({ at }) => at);
  const chosen = order.flatMap((at) => groups[at] ?? []);
  const ofOthers = publishedColumns(
    chosen.map(({ scenario }) => scenario),
    published,
  );
  const own = [
    memoryFigure(
      chosen,
      order.map((at) => estimated[at] ?? null),
    ),
    speedFigure(chosen, recorded && { ...recorded, groups: order.map((at) => recorded.groups[at] ?? null) }),
  ];
  const columns = [...own, ofOthers.memory, ofOthers.speed].filter((column) => column !== null);
  const heads = placed.map(({ layer }, i) => (layer === placed[i - 1]?.layer ? undefined : String(layer)));
  const mixed = new Set(placed.map(({ keeps }) => keeps)).size > 1;
  return {
    title: 'Memory by layer',
    caption: joinSentences(
      'The number is the lowest adapted layer: training remembers everything from there up.',
      mixed ? 'Gradient checkpointing stands below the same without it.' : '',
    ),
    description: own.map(({ title, description }) => `${title}. ${description}`).join(' '),
    columns: columns.map((column) => ({ ...column, rows: withHeads(column.rows, heads) })),
    order,
  };
}

/** Full fine-tuning goes down to the embeddings, below all layers; the classifier alone reaches no layer. */
function layerOf(scenario: Scenario): number | null {
  return scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
}

const withHeads = (rows: readonly BarRow[], heads: readonly (string | undefined)[]): BarRow[] =>
  rows.map((row, i) => ({ ...row, ...(heads[i] !== undefined && { group: heads[i] }) }));
