/**
 * @file Mean accuracy, or another measure, by two settings, where the scenarios are such a sweep: tables whose cells are
 * shaded by their mean.
 */
import type { Hyperparameters, Scenario } from '../../experiment/experiment';
import type { Selection } from '../../stats/selection';
import { sweepView, type SweepTable } from '../../experiment/sweep/sweepView';
import { joinSentences, type Figure } from '../figure';
import { formatHidden } from '../formatHidden';
import { formatUnmeasured } from '../../stats/formatSummary';
import { MEASURE_FORMS, type MeasureForm } from '../../stats/measures/measureForm';
import { formatGroupsTrainedBy, measureOfGroups, type ScenarioResults } from '../scenarioResults';
import { differencesAmong, type Judging } from '../differences/judging';
import type { Paint } from '../theme';
import {
  bestOf,
  cellTitle,
  formatBest,
  formatSelection,
  meanRange,
  shade,
  tableSelection,
  type MeanRange,
} from './sweepCells';

export interface SweepFigure extends Figure {
  readonly tables: readonly SweepFigureTable[];
}

export interface SweepFigureTable {
  /** What the scenarios of this table share and those of others do not; empty if there is nothing to say. */
  readonly title: string;
  /** "Mean accuracy by r and learning rate". */
  readonly name: string;
  readonly rowName: string;
  readonly columnName: string;
  readonly columns: readonly string[];
  readonly rows: readonly SweepRow[];
  /** How far the best scenario stands out; empty if there is none. */
  readonly note: string;
  /** The scenario with the highest mean; null for fewer than two means. */
  readonly best: Scenario | null;
  /** How much better it looks than it is; null while that is not known. */
  readonly selection: Selection | null;
}

export interface SweepRow {
  readonly head: string;
  /** The row's cells by column; null where there is no scenario. */
  readonly cells: readonly (SweepCell | null)[];
}

export interface SweepCell {
  readonly scenario: Scenario;
  /** The mean without its unit; "–" before a trial has ended. */
  readonly mean: string;
  /** "± 1.1, n = 5"; empty before a trial has ended. */
  readonly spread: string;
  readonly title: string;
  /** The stronger the blue, the higher the mean; null before a trial has ended. */
  readonly fill: Paint | null;
  /** Whether its mean is the highest of the table. */
  readonly isBest: boolean;
}

export interface SweepOptions {
  readonly judging: Judging;
  readonly training: Hyperparameters;
  /** How many scenarios the figure leaves out. */
  readonly hidden?: number;
}

/** @returns null if the scenarios are not a sweep */
export function sweepFigure(
  groups: readonly ScenarioResults[],
  { judging, training, hidden = 0 }: SweepOptions,
): SweepFigure | null {
  const scenarios = groups.map(({ scenario }) => scenario);
  const { tables, leftOut } = sweepView(scenarios, training);
  const [first] = tables;
  if (!first) return null;
  const differences = differencesAmong(groups, judging);
  const form = MEASURE_FORMS[measureOfGroups(groups)];
  const range = meanRange(tables, groups);
  const alike = tables.every(
    ({ rowName, columnName }) => rowName === first.rowName && columnName === first.columnName,
  );
  const others = leftOut.map((index) => scenarios[index]?.name ?? '');
  const drawn = tables.map((table) => {
    const selection = tableSelection(table, groups, differences);
    return {
      ...figureTable(table, groups, range, form),
      note: joinSentences(formatBest(table, groups, differences, form), formatSelection(selection, form)),
      best: scenarios[bestOf(table, groups) ?? NaN] ?? null,
      selection,
    };
  });
  return {
    title: `Mean ${form.name} by ${alike ? `${first.rowName} × ${first.columnName}` : 'two settings'}`,
    caption: joinSentences(
      `A cell is the mean over the seeds${form.lowest === 0 ? ' in percent' : ''}, ± their standard deviation; the stronger the blue, the higher.`,
      formatUnmeasured(groups, form),
      others.length > 0 ? `Not in the table: ${others.join(', ')}.` : '',
      formatGroupsTrainedBy(groups),
      formatHidden(hidden),
    ),
    description: describe(drawn),
    tables: drawn,
  };
}

/** For the best scenario of each table, how much better it looks than it is. */
export function selectionsOf(
  groups: readonly ScenarioResults[],
  options: SweepOptions,
): ReadonlyMap<Scenario, Selection> {
  const tables = sweepFigure(groups, options)?.tables ?? [];
  return new Map(
    tables.flatMap(({ best, selection }) => (best && selection ? [[best, selection] as const] : [])),
  );
}

function figureTable(
  table: SweepTable,
  groups: readonly ScenarioResults[],
  range: MeanRange | null,
  form: MeasureForm,
): Omit<SweepFigureTable, 'note' | 'best' | 'selection'> {
  const { title, rowName, columnName, rows, columns, cells } = table;
  const best = bestOf(table, groups);
  return {
    ...{ title, name: tableName(table, form), rowName, columnName, columns },
    rows: rows.map((head, i) => ({
      head,
      cells: columns.map((_, j) => {
        const index = cells[i]?.[j] ?? null;
        const group = index === null ? undefined : groups[index];
        return group ? sweepCell(group, range, form, index === best) : null;
      }),
    })),
  };
}

const tableName = ({ title, rowName, columnName }: SweepTable, { name }: MeasureForm): string =>
  `Mean ${name} by ${rowName} and ${columnName}${title === '' ? '' : `, ${title}`}`;

/** The share of blue in the lowest cell, and how much more the highest has. */
const [LEAST_BLUE, MORE_BLUE] = [0.06, 0.4];

function sweepCell(
  group: ScenarioResults,
  range: MeanRange | null,
  form: MeasureForm,
  isBest: boolean,
): SweepCell {
  const { scenario, summary } = group;
  const { mean, sd, n } = summary;
  const common = { scenario, title: cellTitle(group, form) };
  if (mean === null || !range) return { ...common, mean: '–', spread: '', fill: null, isBest: false };
  return {
    ...{ ...common, isBest, mean: form.bare(mean) },
    spread: `${sd === null ? 'n' : `± ${form.bareAmount(sd)}, n`} = ${n}`,
    fill: { of: 'blue', share: LEAST_BLUE + MORE_BLUE * shade(mean, range), with: 'paper' },
  };
}

function describe(tables: readonly SweepFigureTable[]): string {
  return tables
    .map(({ name, rows, note }) => {
      const cells = rows.flatMap((row) => row.cells.flatMap((cell) => cell?.title ?? []));
      return joinSentences(`${name}: ${cells.join('; ')}.`, note);
    })
    .join(' ');
}
