/** @file Ranks of single modules of the open scenario, as text in the form of the address: `1-6.qv:4 + 12.d:16`. */
import { useId, useState } from 'react';
import type { LoraScenario } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { idleNote, typeRanks, writeRanks } from './ranksText';

export interface RanksFieldProps {
  /** Names the draft in the store; it has the scenario's id, so that a text stays with its scenario. */
  readonly field: string;
  readonly scenario: LoraScenario;
  readonly onChange: (scenario: LoraScenario, editKey: string) => void;
}

const HINT =
  'Modules with another rank than r, by layers and components (q k v o u d): “1-6.qv:4 + 12.d:16” gives query and value of layers 1 to 6 rank 4. They keep the scaling of the others. Leave it empty for one rank.';

export function RanksField({ field, scenario, onChange }: RanksFieldProps) {
  const id = useId();
  const draft = useLab((lab) => lab.drafts[field]);
  // While it has the focus the field shows what was typed: "1-6.qv:4 +" must not lose its end.
  const [typed, setTyped] = useState<string | null>(null);
  const note = draft ? null : idleNote(scenario);
  return (
    <div className="field" data-invalid={draft ? '' : undefined}>
      <label htmlFor={id}>Ranks of modules</label>
      <Explained text={HINT}>
        <input
          id={id}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? draft?.text ?? writeRanks(scenario.ranks ?? [])}
          placeholder={`r = ${scenario.rank}`}
          aria-invalid={draft !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            setTyped(target.value);
            typeRanks(field, scenario, target.value, (next) => onChange(next, 'ranks'));
          }}
          onBlur={() => setTyped(null)}
        />
      </Explained>
      <p
        className={draft ? 'field-message' : 'visually-hidden'}
        id={`${id}-hint`}
        role={draft ? 'alert' : undefined}
      >
        {draft?.message ?? HINT}
      </p>
      {note !== null && (
        <p className="quiet" role="status">
          {note}
        </p>
      )}
    </div>
  );
}
