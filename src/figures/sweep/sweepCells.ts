/** @file Texts and shades of a sweep's cells, and how far the best one stands out. */
import type { SweepTable } from '../../experiment/sweep/sweepView';
import { differenceAt, type Differences } from '../../stats/comparisons/differences';
import type { MeasureForm } from '../../stats/measures/measureForm';
import type { ScenarioResults } from '../scenarioResults';

/** A smaller range of means gets no full shade: it would paint noise. */
const LEAST_RANGE = 0.02;

export interface MeanRange {
  readonly from: number;
  readonly to: number;
}

/** The means of all tables, so that their shades compare; null before there is a mean. */
export function meanRange(
  tables: readonly SweepTable[],
  groups: readonly ScenarioResults[],
): MeanRange | null {
  const means = tables.flatMap(({ cells }) => cells.flat().flatMap((i) => meanOf(groups, i) ?? []));
  if (means.length === 0) return null;
  const to = Math.max(...means);
  return { from: Math.min(...means, to - LEAST_RANGE), to };
}

/** The shade, from 0 for the lowest mean to 1 for the highest. */
export const shade = (mean: number, { from, to }: MeanRange): number => (mean - from) / (to - from);

const meanOf = (groups: readonly ScenarioResults[], index: number | null): number | null =>
  index === null ? null : (groups[index]?.summary.mean ?? null);

/** Position of the scenario with the table's highest mean; null for fewer than two means. */
export function bestOf({ cells }: SweepTable, groups: readonly ScenarioResults[]): number | null {
  const means = cells.flat().flatMap((index) => {
    const mean = meanOf(groups, index);
    return index === null || mean === null ? [] : [{ index, mean }];
  });
  if (means.length < 2) return null;
  return means.reduce((best, each) => (each.mean > best.mean ? each : best)).index;
}

/** "all r=4 lr=0.001: mean 91.2 %, standard deviation 0.8 points, n = 5". */
export function cellTitle(
  { scenario, done, summary: { mean, sd, n } }: ScenarioResults,
  { name, value, amount }: MeasureForm,
): string {
  if (mean === null) return `${scenario.name}: ${done.length > 0 ? `no ${name}` : 'no trial has ended'}`;
  const spread = sd === null ? '' : `, standard deviation ${amount(sd)}`;
  return `${scenario.name}: mean ${value(mean)}${spread}, n = ${n}`;
}

/** Which cells the best one is really better than, so that nobody takes the rest for an order. */
export function formatBest(
  table: SweepTable,
  groups: readonly ScenarioResults[],
  differences: Differences,
  { value }: MeasureForm,
): string {
  const best = bestOf(table, groups);
  const group = best === null ? undefined : groups[best];
  if (best === null || !group) return '';
  const others = table.cells.flat().filter((index) => index !== best && meanOf(groups, index) !== null);
  const verdicts = others.map((column) => {
    const pair = differenceAt(differences, { row: best, column: column ?? best });
    return pair?.difference.verdict ?? 'open';
  });
  const beaten = verdicts.filter((verdict) => verdict === 'better').length;
  const head = `Highest mean: ${group.scenario.name}, ${value(group.summary.mean ?? 0)}.`;
  const rest = verdicts.length - beaten;
  if (rest === verdicts.length)
    return `${head} It is not shown to be better than ${others.length === 1 ? 'the other' : 'any other'}.`;
  const left = rest === 0 ? '' : ` From ${rest === 1 ? 'one' : rest} it does not stand out.`;
  return `${head} It is better than ${formatShare(beaten, others.length)}.${left}`;
}

function formatShare(some: number, all: number): string {
  if (all === 1) return 'the other';
  if (some === all) return all === 2 ? 'both others' : `all ${all} others`;
  return `${some} of the ${all} others`;
}
