/** @file The scenarios' choices side by side, each as a small module grid. */
import { memo, useMemo } from 'react';
import { choicesFigure } from '../../../src/figures/choices/choicesFigure';
import type { ModelConfig } from '../../../src/architecture/config';
import { DEFAULT_LAYERS } from '../../../src/experiment/defaults';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';

export interface ChoicesProps {
  readonly groups: readonly ScenarioGroup[];
  readonly config: ModelConfig | null;
}

export const Choices = memo(function Choices({ groups, config }: ChoicesProps) {
  const figure = useMemo(
    () =>
      choicesFigure(
        groups.map(({ scenario }) => scenario),
        { widths: config, layers: config?.layers ?? DEFAULT_LAYERS },
      ),
    [groups, config],
  );
  const { box, choices, title, caption } = figure;
  return (
    <figure className="choices" aria-labelledby="choices-title" data-testid="choices">
      <header className="figure-head">
        <h2 id="choices-title">{title}</h2>
        <SaveMenu
          what="choices"
          words="the choices"
          groups={groups}
          draw={(pictures, paper) => pictures.choicesPicture(figure, paper)}
        />
      </header>
      <ol>
        {choices.map(({ scenario, note, description, rects }, i) => (
          <li key={groups[i]?.position ?? i} data-scenario={scenario.name}>
            <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={description}>
              {rects.map(({ on, ...place }, at) => (
                <rect
                  key={at}
                  {...place}
                  className={on ? 'on' : 'off'}
                  fill={on ? scenario.color : undefined}
                />
              ))}
            </svg>
            <p className="choice-name">{scenario.name}</p>
            <p className="quiet">{note}</p>
          </li>
        ))}
      </ol>
      <figcaption className="caption">{caption}</figcaption>
    </figure>
  );
});
