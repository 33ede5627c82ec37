/** @file The candidates of a race as the rows of its table, in words. */
import { count, duration, megabytes, percent } from '../../src/base/format';
import { describeScenario } from '../../src/experiment/formatModules';
import { COST_KINDS, type CostKind } from '../../src/race/costs';
import type { Candidate } from '../../src/race/race';
import type { RaceReport } from '../../src/race/report';
import { differenceText } from '../../src/race/sentence';
import { meanOf } from '../../src/stats/summary';

/** How far a candidate is surely behind the best at most. */
export interface Behind {
  readonly text: string;
  /** Parts of the bar's width, of which the whole is four times the smallest difference that matters. */
  readonly share: number;
  readonly isWithin: boolean;
}

export interface RaceRow {
  readonly name: string;
  readonly color: string;
  readonly modules: string;
  readonly seeds: number;
  /** Mean accuracy over its seeds; null before the first. */
  readonly mean: string | null;
  /** Null before the first round's end, and for those that are out. */
  readonly behind: Behind | null;
  readonly costs: Readonly<Record<CostKind, string | null>>;
  readonly isOut: boolean;
  readonly isRecommended: boolean;
  /** Whether it is in the race, or why not. */
  readonly note: string;
}

/** The bar's width in smallest differences that matter; its mark for one of them is at a quarter. */
const BAR_DELTAS = 4;

/** Those in the race first, by their means; then those that are out, the latest first. @param isOver whether the race stands still */
export function raceRows(report: RaceReport, isOver: boolean): RaceRow[] {
  const { candidates, state } = report;
  const rows = candidates.map((candidate, entrant) => ({
    row: rowOf(report, candidate, entrant, isOver),
    rank: [
      state.left.includes(entrant) && candidate.over === null ? 0 : 1,
      -(state.dropped.find((drop) => drop.entrant === entrant)?.seeds ?? 0),
      candidate.values.length > 0 ? -meanOf(candidate.values) : 1,
    ],
  }));
  return rows.sort((a, b) => compare(a.rank, b.rank)).map(({ row }) => row);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function rowOf(report: RaceReport, candidate: Candidate, entrant: number, isOver: boolean): RaceRow {
  const { scenario, values, costs } = candidate;
  const { asked, state, recommendation } = report;
  const standing = state.standings.find((one) => one.entrant === entrant);
  const isLeft = candidate.over === null && state.left.includes(entrant);
  return {
    ...{ name: scenario.name, color: scenario.color, modules: describeScenario(scenario) },
    seeds: values.length,
    mean: values.length === 0 ? null : percent(meanOf(values)),
    behind: isLeft && standing ? behindOf(standing.behind, report) : null,
    costs: {
      memory: costs.memory === null ? null : megabytes(costs.memory),
      parameters: costs.parameters === null ? null : count(costs.parameters),
      time: costs.time === null ? null : duration(costs.time),
    },
    isOut: !isLeft,
    isRecommended: isOver && recommendation?.entrant === entrant,
    note: isLeft
      ? leftNote(report, entrant, isOver, (standing?.behind ?? Infinity) <= asked.delta)
      : outNote(report, candidate, entrant),
  };
}

function behindOf(behind: number, { asked }: RaceReport): Behind {
  return {
    text: differenceText(behind, asked.measure),
    share: Math.min(1, behind / (BAR_DELTAS * asked.delta)),
    isWithin: behind <= asked.delta,
  };
}

function leftNote(report: RaceReport, entrant: number, isOver: boolean, isWithin: boolean): string {
  const { recommendation } = report;
  if (isOver && recommendation?.entrant === entrant)
    return recommendation.isSure ? 'recommended: surely good enough' : 'looks good enough; not sure yet';
  if (isWithin) return 'surely good enough';
  return isOver ? 'may be as good' : 'in the race';
}

const OVER: Readonly<Record<NonNullable<Candidate['over']>, string>> = {
  memory: 'takes too much memory',
  parameters: 'trains too many parameters',
  time: 'a trial takes too long',
  budget: 'no time was left for it',
};

function outNote({ asked, candidates, state }: RaceReport, { over }: Candidate, entrant: number): string {
  if (over !== null) return `takes no part: ${OVER[over]}`;
  const drop = state.dropped.find((one) => one.entrant === entrant);
  if (!drop) return 'out: a trial of it diverged or failed';
  const { by, seeds, difference, atLeast } = drop;
  const [seen, least] = [difference, atLeast].map((value) => differenceText(value, asked.measure));
  return `out after ${seeds} seeds: “${candidates[by]?.scenario.name ?? ''}” was ${seen} better, surely ${least} or more`;
}

/** Kinds of costs with the headings of their columns. */
export const COST_COLUMNS: readonly { readonly kind: CostKind; readonly label: string }[] = COST_KINDS.map(
  (kind) => ({ kind, label: { memory: 'Memory', parameters: 'Parameters', time: 'Time' }[kind] }),
);
