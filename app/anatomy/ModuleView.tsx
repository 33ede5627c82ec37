/** @file The inspected module: where it sits in its layer, its matrices to scale, and its rank as a handle. */
import { useMemo, type CSSProperties } from 'react';
import methodUrl from '../../docs/method.md?url';
import { COMPONENTS, type Component } from '../../src/architecture/modules';
import { count } from '../../src/base/format';
import { RULES } from '../../src/experiment/address/rules';
import { COMPONENT_NAMES } from '../../src/experiment/formatModules';
import { hasOwnRank, withRankOf } from '../../src/experiment/ranks';
import { findScenario } from '../../src/experiment/scenarioId';
import { lowestModule, moduleFigure, type ModuleFigure } from '../../src/figures/anatomy/moduleFigure';
import { moduleScene, type ModuleScene } from '../../src/figures/anatomy/moduleScene';
import type { Box } from '../../src/figures/anatomy/scene';
import { ARTICLE, LORA_PAPER } from '../../src/lessons/sources';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { SaveMenu } from '../results/save/SaveMenu';
import { useLab } from '../store/lab';
import { placed } from './placed';
import { offeredRanks, rankByKey } from './ranks';
import { SceneSvg } from './SceneSvg';
import { useSize } from '../ui/useSize';

export default function ModuleView() {
  const figure = useModuleFigure();
  const [ref, size] = useSize<HTMLDivElement>();
  const scene = useMemo(() => figure && size && moduleScene(figure, size), [figure, size]);
  return (
    <figure className="anatomy-figure" data-testid="anatomy-module">
      <figcaption>
        <h3>{figure?.name ?? 'The module'}</h3>
        <p className="caption">
          <Sources />
        </p>
      </figcaption>
      {figure && (
        <SaveMenu
          what="module"
          words="the module"
          draw={(pictures, paper) =>
            pictures.scenePicture({ figure, draw: (room) => moduleScene(figure, room) }, paper)
          }
        />
      )}
      <div ref={ref} className="anatomy-scene">
        {figure && scene && (
          <>
            <SceneSvg scene={scene} figure={figure} />
            <ModuleChoice figure={figure} scene={scene} />
            {scene.slider && (
              <LockedDuringRun part="modules" quiet>
                <RankHandle figure={figure} place={scene.slider} />
              </LockedDuringRun>
            )}
          </>
        )}
      </div>
    </figure>
  );
}

/** Where more can be read. */
function Sources() {
  return (
    <>
      <a href={LORA_PAPER.url} aria-label="LoRA paper">
        paper
      </a>
      , <a href={ARTICLE.url}>article</a>, <a href={methodUrl}>method</a>
    </>
  );
}

/** Null until the model's shape is known. */
function useModuleFigure(): ModuleFigure | null {
  const id = useLab((lab) => lab.selectedId);
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const config = useLab((lab) => lab.modelConfig);
  const drawn = useLab((lab) => lab.drawnModule);
  const scenario = id === null ? undefined : findScenario(scenarios, id);
  return useMemo(() => {
    if (!scenario || !config) return null;
    const place = drawn && drawn.layer <= config.layers ? drawn : lowestModule(scenario, config.layers);
    return moduleFigure(scenario, place, config);
  }, [scenario, config, drawn]);
}

/** The modules of the diagram as radio buttons over their boxes. */
function ModuleChoice({ figure, scene }: { readonly figure: ModuleFigure; readonly scene: ModuleScene }) {
  const { layer, component, trains } = figure;
  const nameOf = (each: Component): string =>
    `${COMPONENT_NAMES[each]} of layer ${layer}, ${trains[each] ? 'trains' : 'frozen'}`;
  return (
    <fieldset className="module-choice">
      <legend className="visually-hidden">Module that is drawn</legend>
      {COMPONENTS.map((each) => (
        <label key={each} style={placed(scene.modules[each])}>
          <input
            type="radio"
            name="inspected-module"
            checked={each === component}
            aria-label={nameOf(each)}
            onChange={() => useLab.getState().drawModule({ layer, component: each })}
          />
        </label>
      ))}
    </fieldset>
  );
}

function RankHandle({ figure, place }: { readonly figure: ModuleFigure; readonly place: Box }) {
  const id = useLab((lab) => lab.selectedId);
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const { adapter, weight, color, counted, layer, component } = figure;
  const scenario = id === null ? undefined : findScenario(scenarios, id);
  if (!adapter || id === null || scenario?.method !== 'lora') return null;
  const own = hasOwnRank(scenario, layer - 1, component);
  const { rank } = adapter;
  const narrow = Math.min(weight.rows, weight.columns);
  const ranks = offeredRanks(Math.min(RULES.rank.max, Math.max(2 * narrow, 16)), rank);
  const change = (next: number | undefined): void => {
    if (next === undefined) return;
    const { editScenario, setDraft } = useLab.getState();
    const field = `${id}.${own ? 'ranks' : 'rank'}`;
    setDraft(field, null);
    editScenario(id, withRankOf(scenario, layer - 1, component, next), field);
  };
  return (
    <label className="rank-handle" style={{ ...placed(place), '--scenario': color } as CSSProperties}>
      <span>
        r = <output>{rank}</output>
      </span>
      <input
        type="range"
        min={0}
        max={ranks.length - 1}
        step={1}
        value={ranks.indexOf(rank)}
        aria-label={own ? 'Rank of this module’s adapter' : 'Rank of the adapters'}
        aria-valuetext={`rank ${count(rank)}: ${counted?.join(' ') ?? ''}`}
        data-testid="rank-handle"
        onKeyDown={(event) => {
          const next = rankByKey(event.key, rank);
          if (next === null || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          if (next !== rank) change(next);
        }}
        onChange={(event) => change(ranks[Number(event.target.value)])}
      />
    </label>
  );
}
