/** @file "Which differences are real?": every scenario against every other, row minus column. */
import type { Scenario } from '../../experiment/experiment';
import { differenceAt, type Differences } from '../../stats/comparisons/differences';
import {
  cellOf,
  formatDelta,
  formatLevel,
  sentenceOf,
  type Cell,
} from '../../stats/comparisons/formatDifference';
import { joinSentences, type Figure } from '../figure';
import { formatHiddenComparisons } from '../formatHidden';
import { formatUnmeasured } from '../../stats/formatSummary';
import { MEASURE_FORMS, type MeasureForm } from '../../stats/measures/measureForm';
import { formatGroupsTrainedBy, measureOfGroups, type ScenarioResults } from '../scenarioResults';
import type { Paint } from '../theme';
import { formatLooks } from './formatLooks';
import { differencesAmong, type Judging } from './judging';

export interface DifferencesFigure extends Figure {
  readonly scenarios: readonly Scenario[];
  readonly differences: Differences;
  /** Which look the verdicts are from. */
  readonly looks: string;
  /** Verdicts by row and column; null on the diagonal and where a scenario has no accuracy. */
  readonly cells: readonly (readonly (DifferenceCell | null)[])[];
}

export interface DifferenceCell extends Cell {
  /** The unit of difference and interval. */
  readonly unit: string;
  /** The sign and the word say everything; colour repeats them. */
  readonly fill: Paint;
  readonly border: Paint;
  readonly borderStyle: 'solid' | 'dashed' | 'dotted';
  /** Whether the verdict stands out. */
  readonly isBold: boolean;
  /** Whether nothing is shown yet. */
  readonly isOpen: boolean;
}

export interface DifferencesOptions {
  readonly judging: Judging;
  /** How many scenarios the figure leaves out. */
  readonly hidden?: number;
}

export function differencesFigure(
  groups: readonly ScenarioResults[],
  { judging, hidden = 0 }: DifferencesOptions,
): DifferencesFigure {
  const differences = differencesAmong(groups, judging);
  const form = MEASURE_FORMS[measureOfGroups(groups)];
  const scenarios = groups.map(({ scenario }) => scenario);
  return {
    title: 'Which differences are real?',
    caption: joinSentences(
      readingOf(differences, form),
      scopeOf(differences, form),
      formatUnmeasured(groups, form),
      formatGroupsTrainedBy(groups),
      formatHiddenComparisons(hidden),
    ),
    description: describe(scenarios, differences),
    ...{ scenarios, differences, looks: formatLooks(judging) },
    cells: scenarios.map((_, row) =>
      scenarios.map((__, column) => {
        const pair = differenceAt(differences, { row, column });
        return pair && painted(cellOf(pair.difference, pair.turned, differences.rules), form.unit);
      }),
    ),
  };
}

function readingOf({ rules }: Differences, { name, fullUnit }: MeasureForm): string {
  const delta = formatDelta(rules);
  return (
    `A cell is the row’s mean ${name} minus the column’s in ${fullUnit}, with its ${formatLevel(rules)}; trials of one seed ` +
    'are compared with each other. “Better” holds after Holm’s correction for all comparisons and over all planned ' +
    `looks, and is dashed if it is by less than ${delta}; “a wash” is surely within ${delta}; “open” is everything else.`
  );
}

/** What the verdicts hold for. */
function scopeOf({ between, rules }: Differences, { name }: MeasureForm): string {
  if (rules.measure !== undefined && rules.measure !== 'accuracy')
    return `Verdicts hold for these validation sentences: the ${name} is no mean over sentences, which could be compared one by one.`;
  // One seed has no error, whatever is known of its sentences.
  const tested = between.flat().filter((pair) => pair?.comparison.error);
  const covered = tested.flatMap((pair) => pair?.comparison.coversSentences ?? []);
  if (covered.length === 0) return '';
  if (covered.every((each) => each)) return 'Verdicts hold for new seeds and new sentences of the same kind.';
  return covered.some((each) => each)
    ? 'Some verdicts hold for these validation sentences only: not every trial says which of them it got right.'
    : 'Verdicts hold for these validation sentences: trials do not say which of them they got right.';
}

function painted(cell: Cell, unit: string): DifferenceCell {
  const { verdict } = cell;
  const side = cell.side === 'ahead' ? 'blue' : 'orange';
  const isBold = verdict === 'better';
  const isOpen = verdict === 'open';
  return {
    ...{ ...cell, unit, isBold, isOpen },
    fill: isBold ? { of: side, share: 0.16, with: 'paper' } : 'paper',
    border: isBold ? side : isOpen ? 'strong' : 'line',
    borderStyle: isBold && cell.isSlight ? 'dashed' : isOpen ? 'dotted' : 'solid',
  };
}

/** Nobody listens to more sentences than this. */
const MOST_SENTENCES = 60;

function describe(scenarios: readonly Scenario[], { between, rules }: Differences): string {
  const names = scenarios.map(({ name }) => name);
  const told = between.flatMap((pairs, i) =>
    pairs.flatMap((difference, j) =>
      difference ? [sentenceOf(difference, names[i] ?? '', names[i + 1 + j] ?? '', rules)] : [],
    ),
  );
  const more = told.length - MOST_SENTENCES;
  return (more > 0 ? [...told.slice(0, MOST_SENTENCES), `and ${more} more`] : told).join('; ');
}
