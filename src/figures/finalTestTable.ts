/** @file The accuracies on the test sentences by scenario, and what is to be said about them. */
import { count, formatDate, percent } from '../base/format';
import type { Scenario } from '../experiment/experiment';
import type { FinalTest } from '../results/finalTest';
import type { TrialRecord } from '../results/results';
import { binomialInterval } from '../stats/binomialInterval';
import { formatRange, MEASURE_FORMS } from '../stats/measures/measureForm';
import { meanOf } from '../stats/summary';
import { joinSentences } from './figure';
import type { ScenarioResults } from './scenarioResults';

export interface FinalTestRow {
  readonly scenario: Scenario;
  /** "seeds 1, 2, 3". */
  readonly trials: string;
  /** "91.2 %", the mean of the trials. */
  readonly accuracy: string;
  /** "87.5 to 93.9 %". */
  readonly interval: string;
}

export interface FinalTestTable {
  readonly rows: readonly FinalTestRow[];
  readonly caption: string;
  /** Trials that ended after the test, in a sentence; empty without any. */
  readonly since: string;
}

export function finalTestTable(
  groups: readonly Pick<ScenarioResults, 'scenario' | 'done'>[],
  test: FinalTest,
): FinalTestTable {
  const correct = new Map(test.trials.map((trial) => [trial.id, trial.correct]));
  const [left, later] = [new Array<string>(), new Array<string>()];
  const rows = groups.flatMap(({ scenario, done }): FinalTestRow[] => {
    const measured = done.filter(({ id }) => correct.has(id));
    const others = done.filter(({ id }) => !correct.has(id));
    const isLater = ({ finishedAt }: TrialRecord): boolean =>
      Date.parse(finishedAt) > Date.parse(test.measuredAt);
    const named = (records: readonly TrialRecord[]) =>
      records.length === 0 ? [] : [`${scenario.name}, ${formatSeeds(records)}`];
    left.push(...named(others.filter((record) => !isLater(record))));
    later.push(...named(others.filter(isLater)));
    if (measured.length === 0) return [];
    const hits = meanOf(measured.map(({ id }) => correct.get(id) ?? 0));
    return [
      {
        scenario,
        trials: formatSeeds(measured),
        accuracy: percent(hits / test.rows),
        interval: formatRange(binomialInterval(hits, test.rows), MEASURE_FORMS.accuracy),
      },
    ];
  });
  const gone = test.trials.length - rowsOf(groups, correct);
  return {
    rows,
    caption: joinSentences(
      `Measured once, on ${formatDate(new Date(test.measuredAt))}, on ${count(test.rows)} test sentences (${formatSource(test.of)}).`,
      'The accuracy is the mean over the trials named; the 95 % interval (Wilson’s) says how far other test sentences might put it.',
      left.length > 0
        ? `Not measured, since what they had trained was no longer kept: ${left.join('; ')}.`
        : '',
      gone > 0 ? `${gone} measured ${gone === 1 ? 'trial is' : 'trials are'} not shown here.` : '',
    ),
    since: later.length > 0 ? `Measured before these trials: ${later.join('; ')}.` : '',
  };
}

function rowsOf(groups: readonly Pick<ScenarioResults, 'done'>[], ids: ReadonlyMap<string, number>): number {
  return groups.flatMap(({ done }) => done).filter(({ id }) => ids.has(id)).length;
}

/** "split test", "0.3 of the validation sentences". */
export function formatSource(of: string): string {
  return /^[\d.e+-]+$/i.test(of) ? `${of} of the validation sentences` : `split ${of}`;
}

function formatSeeds(records: readonly TrialRecord[]): string {
  const seeds = records.map(({ seed }) => seed);
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
}
