/** @file Texts and shades of a sweep's cells, and how far the best one stands out. */
import type { SweepTable } from '../../experiment/sweep/sweepView';
import { differenceAt, type CellPosition, type Differences } from '../../stats/comparisons/differences';
import type { Verdict } from '../../stats/comparisons/verdict';
import { selectionOf, type Selection } from '../../stats/selection';
import type { MeasureForm } from '../../stats/measures/measureForm';
import { joinParts } from '../figure';
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

/** Positions of the table's scenarios that have a mean. */
function measured({ cells }: SweepTable, groups: readonly ScenarioResults[]): number[] {
  return cells.flat().flatMap((index) => (index === null || meanOf(groups, index) === null ? [] : [index]));
}

/** Position of the scenario with the table's highest mean; null for fewer than two means. */
export function bestOf(table: SweepTable, groups: readonly ScenarioResults[]): number | null {
  const indices = measured(table, groups);
  if (indices.length < 2) return null;
  const mean = (index: number): number => meanOf(groups, index) ?? NaN;
  return indices.reduce((best, each) => (mean(each) > mean(best) ? each : best));
}

/** How much better the table's best looks than it is; null while that is not known. */
export function tableSelection(
  table: SweepTable,
  groups: readonly ScenarioResults[],
  differences: Differences,
): Selection | null {
  const indices = measured(table, groups);
  return indices.length < 2 ? null : selectionOf(differences, indices);
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
  const others = measured(table, groups).filter((index) => index !== best);
  const verdicts = others.map((column) => standing(differences, { row: best, column }));
  const count = (which: Verdict | 'worse'): number => verdicts.filter((verdict) => verdict === which).length;
  const [beaten, washes, open, worse] = [count('better'), count('a wash'), count('open'), count('worse')];
  const all = others.length;
  const rest = joinParts(
    formatCount(washes, all, 'a wash'),
    formatCount(open, all, 'open'),
    worse === 0 ? '' : `${worse} ${worse === 1 ? 'was' : 'were'} better at the look`,
  );
  const head = `Highest mean: ${group.scenario.name}, ${value(group.summary.mean ?? 0)}.`;
  if (beaten === 0)
    return `${head} It is not shown to be better than ${all === 1 ? 'the other' : 'any other'}: ${rest}.`;
  return `${head} It is better than ${formatShare(beaten, all)}.${rest === '' ? '' : ` Of the rest ${rest}.`}`;
}

/**
 * The verdict on the row's scenario. It can be worse though its mean is the highest: means are of all seeds, and verdicts
 * of those at the look.
 */
function standing(differences: Differences, cell: CellPosition): Verdict | 'worse' {
  const found = differenceAt(differences, cell);
  if (!found) return 'open';
  const { verdict, comparison } = found.difference;
  const isAhead = comparison.difference > 0 !== found.turned;
  return verdict === 'better' && !isAhead ? 'worse' : verdict;
}

/** "2 are open", "all are a wash"; empty for none. */
function formatCount(count: number, all: number, what: string): string {
  if (count === 0) return '';
  if (count === all) return all === 1 ? `the pair is ${what}` : `all are ${what}`;
  return `${count} ${count === 1 ? 'is' : 'are'} ${what}`;
}

/** Tells how much the best gains by being chosen; empty while that is not known. */
export function formatSelection(selection: Selection | null, { amount }: MeasureForm): string {
  if (!selection) return '';
  const { scenarios, inflation } = selection;
  const all = scenarios === 2 ? 'both' : `all ${scenarios}`;
  return `Were ${all} equally good, the highest would still look about ${amount(inflation)} better than it is: confirm it with new seeds.`;
}

function formatShare(some: number, all: number): string {
  if (all === 1) return 'the other';
  if (some === all) return all === 2 ? 'both others' : `all ${all} others`;
  return `${some} of the ${all} others`;
}
