/** @file Everything about the open scenario: name, method, modules, adapters. */
import { DEFAULT_LAYERS } from '../../src/experiment/defaults';
import type { Scenario } from '../../src/experiment/experiment';
import { findScenario } from '../../src/experiment/scenarioId';
import { moduleSet, type ModuleSet } from '../../src/architecture/modules';
import { adapterShares } from '../../src/figures/choices/adapterShares';
import { useLab } from '../store/lab';
import { withModules } from '../store/experiment/scenarioEdits';
import { drawnScores } from '../store/results/scoresSlice';
import { Choice } from '../ui/Choice';
import { AdapterFields } from './AdapterFields';
import { gridCaption } from './gridCaption';
import { InitFields } from './InitFields';
import { ModuleGrid } from './ModuleGrid';
import { ModulePresets } from './ModulePresets';
import { ScenarioName } from './ScenarioName';
import { ScoreSwitch } from './ScoreSwitch';
import { TrainableCount } from './TrainableCount';
import { METHODS } from './names';

/** Widths until the model is known. Feed-forward layers are four times as wide in every published RoBERTa. */
const TYPICAL_WIDTHS = { hidden: 1, intermediate: 4 };

export function ScenarioEditor() {
  const id = useLab((lab) => lab.selectedId);
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const training = useLab((lab) => lab.experiment.training);
  const remembered = useLab((lab) => (id === null ? undefined : lab.remembered[id]));
  const config = useLab((lab) => lab.modelConfig);
  const scores = useLab(drawnScores);
  const previewed = useLab((lab) => lab.previewed);
  const { editScenario, setMethod } = useLab.getState();
  const scenario = id === null ? undefined : findScenario(scenarios, id);
  if (id === null || !scenario) return null;

  const change = (next: Scenario, field: string): void => editScenario(id, next, `${id}.${field}`);
  const changeModules = (modules: ModuleSet, stroke?: string): void => {
    if (scenario.method === 'lora') editScenario(id, withModules(scenario, modules), stroke);
  };
  const modules =
    scenario.method === 'lora'
      ? scenario.modules
      : (remembered?.modules ?? moduleSet(config?.layers ?? DEFAULT_LAYERS, () => false));
  const taken = scenarios.flatMap((other) => (other === scenario ? [] : [other.name]));

  return (
    <div className="scenario-editor">
      <div className="scenario-head">
        <ScenarioName scenario={scenario} taken={taken} onChange={change} />
        <Choice
          label="Method"
          hideLabel
          options={METHODS}
          value={scenario.method}
          onChange={(method) => setMethod(id, method)}
        />
      </div>
      <figure className="grid-figure">
        <ModuleGrid
          modules={modules}
          method={scenario.method}
          color={scenario.color}
          widths={config ?? TYPICAL_WIDTHS}
          shareOf={adapterShares(scenario)}
          scores={scores?.every(({ layer }) => layer <= modules.length) ? scores : null}
          previewed={previewed}
          onChange={changeModules}
        />
        <figcaption>
          <TrainableCount scenario={scenario} />
        </figcaption>
        {scenario.method === 'lora' && <ModulePresets modules={modules} onChange={changeModules} />}
        <p className="caption">{gridCaption(scenario)}</p>
      </figure>
      <ScoreSwitch scenario={scenario} />
      <InitFields scenario={scenario} onChange={change} />
      <AdapterFields scenarioKey={id} scenario={scenario} training={training} onChange={change} />
    </div>
  );
}
