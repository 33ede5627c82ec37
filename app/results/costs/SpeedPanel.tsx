/** @file Training sentences per second: the mean as a bar, every trial as a tick on it. */
import { memo } from 'react';
import { barEnd, onSeveralDevices } from '../../../src/results/costs';
import { summarize } from '../../../src/stats/summary';
import { rate, withUnit } from '../../../src/base/format';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { PanelRow } from './PanelRow';
import { SaveMenu } from '../save/SaveMenu';

export const SpeedPanel = memo(function SpeedPanel({
  groups,
}: {
  readonly groups: readonly ScenarioGroup[];
}) {
  const measured = groups.map(({ done }) =>
    done.flatMap(({ id, samplesPerSecond }) =>
      samplesPerSecond === null ? [] : [{ id, speed: samplesPerSecond }],
    ),
  );
  const most = barEnd(measured.flat().map(({ speed }) => speed));
  const severalDevices = onSeveralDevices(groups.flatMap(({ done }) => done));

  return (
    <figure className="panel">
      <h3>Speed</h3>
      <SaveMenu what="speed" words="the speeds" groups={groups} draw={(all, of) => all.speedPicture(of)} />
      <ol>
        {groups.map(({ scenario, position }, index) => {
          const own = measured[index] ?? [];
          const { mean } = summarize(own.map(({ speed }) => speed));
          return (
            <PanelRow
              key={position}
              scenario={scenario}
              figure={mean === null ? null : withUnit(rate(mean), '/s')}
              published={{ figure: 'samplesPerSecond' }}
            >
              <span className="bar" style={{ width: `${((mean ?? 0) / most) * 100}%` }} />
              {own.map(({ id, speed }) => (
                <span
                  key={id}
                  className="bar-tick"
                  data-trial={id}
                  style={{ left: `${(speed / most) * 100}%` }}
                />
              ))}
            </PanelRow>
          );
        })}
      </ol>
      <figcaption className="caption">
        Training sentences per second; a tick is one trial.
        {severalDevices && ' Trials ran on different devices: compare speeds only within one.'}
      </figcaption>
    </figure>
  );
});
