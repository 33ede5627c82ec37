/** @file Uses trained scenarios: on a typed sentence, and on the validation sentences that they get wrong. */
import { memo, useMemo, useState } from 'react';
import { moduleCount } from '../../../src/architecture/modules';
import type { SwitchedOff } from '../../../src/scores/switchOff';
import { useLab } from '../../store/lab';
import type { TrialSlot } from '../../store/results/trialKey';
import { AdapterSwitches } from './AdapterSwitches';
import { TrialPicker } from './TrialPicker';
import { TrySentence } from './TrySentence';
import { firstPair, usableTrials, type TrialChoice } from './usableTrials';
import { ValidationRows } from './ValidationRows';

export const TryIt = memo(function TryIt({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const usable = useLab((lab) => lab.usable);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const choices = useMemo(() => usableTrials(slots, usable), [slots, usable]);
  // Null means that nobody has chosen yet and the first is used; an empty text means none, on purpose.
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const pair = useMemo(() => {
    const first = firstPair(choices);
    const find = (position: 0 | 1): TrialChoice | undefined => {
      const id = chosen[position];
      if (id === '') return undefined;
      return choices.find((choice) => choice.id === id) ?? first[position];
    };
    return [find(0), find(1)] as const;
  }, [choices, chosen]);
  const trials = useMemo(() => [...new Set(pair)].filter((trial) => trial !== undefined), [pair]);
  const [first, second] = trials;
  const [switches, setSwitches] = useState<SwitchedOff | null>(null);
  // Switches are of the trial for which they were set; another one begins with all of its adapters.
  const off =
    switches && switches.trial === first?.id && moduleCount(switches.modules) > 0 ? switches : undefined;
  if (choices.length === 0 || !first) return null;

  return (
    <section className="try-it" aria-labelledby="try-title" data-testid="try-it">
      <h2 id="try-title">Try it</h2>
      {running ? (
        <p className="caption">
          Available when the run has ended: until then the trials have the device to themselves.
        </p>
      ) : (
        <>
          <div className="try-pickers">
            <TrialPicker
              label="Use"
              choices={choices}
              value={pair[0]?.id ?? ''}
              onChange={(id) => setChosen([id, chosen[1]])}
            />
            <TrialPicker
              label="beside"
              none="nothing else"
              choices={choices}
              value={pair[1]?.id ?? ''}
              onChange={(id) => setChosen([chosen[0], id])}
            />
          </div>
          {first.scenario.method === 'lora' && moduleCount(first.scenario.modules) > 0 && (
            <AdapterSwitches
              adapted={first.scenario.modules}
              off={off?.modules ?? []}
              onChange={(modules) => setSwitches({ trial: first.id, modules })}
            />
          )}
          <TrySentence trials={trials} off={off} />
          <ValidationRows key={trials.map(({ id }) => id).join()} first={first} second={second} off={off} />
        </>
      )}
    </section>
  );
});
