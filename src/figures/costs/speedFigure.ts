/** @file Training sentences per second: the mean as a bar, every trial as a tick on it. */
import { count, rate, withUnit } from '../../base/format';
import { barEnd, onSeveralDevices } from '../../results/costs';
import { summarize } from '../../stats/summary';
import { joinSentences, linearTicks } from '../figure';
import type { ScenarioResults } from '../scenarioResults';
import { barTicks, describeBars, type BarFigure, type BarRow } from './barFigure';

export function speedFigure(groups: readonly ScenarioResults[]): BarFigure {
  const measured = groups.map(({ done }) =>
    done.flatMap(({ id, samplesPerSecond: speed }) => (speed === null ? [] : [{ id, speed }])),
  );
  const speeds = measured.flat().map(({ speed }) => speed);
  const most = barEnd(speeds);
  const rows = groups.map(({ scenario }, i): BarRow => {
    const own = measured[i] ?? [];
    const { mean } = summarize(own.map(({ speed }) => speed));
    return {
      ...{ scenario, figure: mean === null ? null : withUnit(rate(mean), '/s'), isEstimated: false },
      marks:
        mean === null
          ? []
          : [
              { kind: 'bar', to: mean / most },
              ...own.map(({ id, speed }) => ({ kind: 'tick' as const, at: speed / most, trial: id })),
            ],
    };
  });
  return {
    title: 'Speed',
    caption: joinSentences(
      'The bar is the mean, a tick is one trial.',
      onSeveralDevices(groups.flatMap(({ done }) => done))
        ? 'Trials ran on different devices: compare speeds only within one.'
        : '',
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
