/** @file Ranks of single modules of the open scenario, as text in the form of the address: `1-6.qv:4 + 12.d:16`. */
import { useId, useState } from 'react';
import { ChosenModules, encodeModules } from '../../src/experiment/address/moduleCode';
import type { LoraScenario } from '../../src/experiment/experiment';
import { tidyRanks, type RankedModules } from '../../src/experiment/ranks';
import { withRanks } from '../store/experiment/scenarioEdits';
import { Explained } from '../ui/Explained';

export interface RanksFieldProps {
  readonly scenario: LoraScenario;
  readonly onChange: (scenario: LoraScenario, editKey: string) => void;
}

const HINT =
  'Modules with another rank than r, by layers and components (q k v o u d): “1-6.qv:4 + 12.d:16” gives query and value of layers 1 to 6 rank 4. They keep the scaling of the others. Leave it empty for one rank.';

/** "1-6.qv:4 + 12.d:16". */
export function writeRanks(ranks: readonly RankedModules[]): string {
  return ranks
    .flatMap(({ rank, modules }) =>
      encodeModules(modules)
        .split('+')
        .map((block) => `${block}:${rank}`),
    )
    .join(' + ');
}

/** The ranks that a text writes, or what is wrong with it. @param layers encoder layers */
export function readRanks(
  text: string,
  layers: number,
): { readonly ranks: readonly RankedModules[] } | { readonly message: string } {
  const chosen = new ChosenModules(layers);
  const problems: string[] = [];
  for (const block of text.split('+').map((each) => each.trim())) {
    if (block === '') continue;
    const [, of, letters] = /^([^.]+)\.([qkvoud]+:[^:]+)$/i.exec(block) ?? [];
    if (of === undefined || letters === undefined)
      problems.push(`“${block}” is not layers, components and a rank, such as 1-6.qv:4.`);
    else chosen.add(of, letters.replace(/\s/g, ''), (problem) => problems.push(problem));
  }
  const [message] = problems;
  return message === undefined ? { ranks: chosen.ranks() } : { message };
}

export function RanksField({ scenario, onChange }: RanksFieldProps) {
  const id = useId();
  // What is typed stays while it is not the scenario's ranks: modules without an adapter are dropped when it is left.
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? null : readRanks(typed, scenario.modules.length);
  const message = read && 'message' in read ? read.message : null;
  const change = (text: string): void => {
    setTyped(text);
    const next = readRanks(text, scenario.modules.length);
    if ('ranks' in next) onChange(withRanks(scenario, next.ranks), 'ranks');
  };
  return (
    <div className="field" data-invalid={message === null ? undefined : ''}>
      <label htmlFor={id}>Ranks of modules</label>
      <Explained text={HINT}>
        <input
          id={id}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? writeRanks(tidyRanks(scenario).ranks ?? [])}
          placeholder={`r = ${scenario.rank}`}
          aria-invalid={message !== null}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => change(target.value)}
          onBlur={() => message === null && setTyped(null)}
        />
      </Explained>
      <p
        className={message === null ? 'visually-hidden' : 'field-message'}
        id={`${id}-hint`}
        role={message === null ? undefined : 'alert'}
      >
        {message ?? HINT}
      </p>
    </div>
  );
}
