/** @file A race under way, or what came out of the latest one. */
import { useMemo } from 'react';
import { differenceText } from '../../src/race/sentence';
import { openLeft, tellOutcome } from '../race/raceOutcome';
import { useLab } from '../store/lab';
import { AsCode } from './AsCode';
import { RaceFront } from './RaceFront';
import { RaceOutcomeView } from './RaceOutcomeView';
import { RaceProgress } from './RaceProgress';
import { raceRows } from './raceRows';
import { RaceTable } from './RaceTable';

/** @param onOpened called when the candidates left have become the page's experiment */
export function RaceView({ onOpened }: { readonly onOpened: () => void }) {
  const race = useLab((lab) => lab.race);
  const on = useLab((lab) => lab.raceOn);
  const isRacing = useLab((lab) => lab.isRacing);
  const outcome = useMemo(
    () => (race && on && !isRacing ? tellOutcome(race, on) : null),
    [race, on, isRacing],
  );
  const open = (): void => {
    if (race && on) openLeft(race, on);
    onOpened();
  };
  return (
    <div className="recommend-race">
      {isRacing && <RaceProgress race={race} />}
      {race && outcome && <RaceOutcomeView report={race} outcome={outcome} onOpen={open} />}
      {race && on && outcome && race.state.seeds > 0 && <RaceFront report={race} on={on} />}
      {race && (
        <RaceTable
          rows={raceRows(race, !isRacing)}
          delta={differenceText(race.asked.delta, race.asked.measure)}
        />
      )}
      {outcome?.recommended && <AsCode outcome={outcome} name={outcome.recommended.name} />}
    </div>
  );
}
