/** @file Training sentences per second: the mean as a bar, every trial as a tick on it. */
import { count, rate, withUnit } from '../../base/format';
import { formatCompanies } from '../../results/companies';
import { barEnd, onSeveralDevices } from '../../results/costs';
import { formatCostEngines, ofOneEngine } from '../../results/engines';
import { summarize } from '../../stats/summary';
import { joinSentences, linearTicks } from '../figure';
import { formatMixed } from '../mixedPrecision';
import { hasRecorded, type RecordedRun } from '../recorded';
import type { ScenarioResults } from '../scenarioResults';
import { barTicks, describeBars, type BarFigure, type BarMark, type BarRow } from './barFigure';

/** @param recorded the speeds to show until a trial has measured one: two devices share no axis */
export function speedFigure(
  groups: readonly ScenarioResults[],
  recorded: RecordedRun | null = null,
): BarFigure {
  const own = groups.map(({ done }) => speedsOf(done));
  const stands = hasRecorded(recorded) && own.every(({ length }) => length === 0) ? recorded : null;
  const measured = stands ? groups.map((_, i) => speedsOf(stands.groups[i]?.done ?? [])) : own;
  const speeds = measured.flat().map(({ speed }) => speed);
  const most = barEnd(speeds);
  const rows = groups.map(({ scenario }, i): BarRow => {
    const trials = measured[i] ?? [];
    const { mean } = summarize(trials.map(({ speed }) => speed));
    return {
      ...{
        scenario,
        figure: mean === null ? null : withUnit(rate(mean), '/s'),
        isEstimated: stands !== null,
      },
      marks:
        mean === null ? [] : stands ? [{ kind: 'recorded', to: mean / most }] : marksOf(trials, mean, most),
    };
  });
  return {
    title: 'Speed',
    caption: joinSentences(
      stands
        ? `Hollow bars are means recorded on ${stands.source}; this device has its own speed.`
        : measured.some(({ length }) => length > MOST_TICKS)
          ? `The bar is the mean, a tick is one trial; more than ${MOST_TICKS} a scenario are left out.`
          : 'The bar is the mean, a tick is one trial.',
      onSeveralDevices(groups.flatMap(({ done }) => ofOneEngine(done)))
        ? 'Trials ran on different devices: compare speeds only within one.'
        : '',
      formatCostEngines(groups, 'speed'),
      formatMixed(groups),
      ofTrialsAlone(groups),
    ),
    description: describeBars(rows),
    axis: {
      label: 'training sentences per second',
      ticks: linearTicks(barTicks(most, speeds.length > 0), { from: 0, to: most }, (speed) =>
        speed >= 10 ? count(speed) : String(speed),
      ),
    },
    ...{ rows, legend: [] },
  };
}

/** What a trial's speed and memory are not, where trials trained together: what all of them took. */
function ofTrialsAlone(groups: readonly ScenarioResults[]): string {
  const taken = formatCompanies(groups.flatMap(({ done }) => done));
  return taken === '' ? '' : `Seeds ${taken}; speed and memory are those of a trial alone.`;
}

interface TrialSpeed {
  readonly id: string;
  readonly speed: number;
}

const speedsOf = (done: ScenarioResults['done']): TrialSpeed[] =>
  ofOneEngine(done).flatMap(({ id, samplesPerSecond: speed }) => (speed === null ? [] : [{ id, speed }]));

/** A bar has no room for more, and a page none for ten thousand. */
const MOST_TICKS = 100;

const marksOf = (trials: readonly TrialSpeed[], mean: number, most: number): BarMark[] => [
  { kind: 'bar', to: mean / most },
  ...(trials.length > MOST_TICKS ? [] : trials).map(({ id, speed }) => ({
    kind: 'tick' as const,
    at: speed / most,
    trial: id,
  })),
];
