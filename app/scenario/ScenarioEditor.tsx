/** @file Everything about the open scenario: name, method, modules, adapters. */
import { DEFAULT_LAYERS } from '../../src/experiment/defaults';
import type { Scenario } from '../../src/experiment/experiment';
import { moduleSet, type ModuleSet } from '../../src/architecture/modules';
import { useLab } from '../store/lab';
import { withModules } from '../store/experiment/scenarioEdits';
import { Choice } from '../ui/Choice';
import { AdapterFields } from './AdapterFields';
import { gridCaption } from './gridCaption';
import { InitFields } from './InitFields';
import { ModuleGrid } from './ModuleGrid';
import { ModulePresets } from './ModulePresets';
import { ScenarioName } from './ScenarioName';
import { TrainableCount } from './TrainableCount';
import { METHODS } from './names';

/** Widths until the model is known. Feed-forward layers are four times as wide in every published RoBERTa. */
const TYPICAL_WIDTHS = { hidden: 1, intermediate: 4 };

export function ScenarioEditor() {
  const index = useLab((lab) => lab.scenarioKeys.indexOf(lab.selectedKey));
  const key = useLab((lab) => lab.selectedKey);
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const training = useLab((lab) => lab.experiment.training);
  const remembered = useLab((lab) => lab.remembered[key]);
  const config = useLab((lab) => lab.modelConfig);
  const { editScenario, setMethod } = useLab.getState();
  const scenario = scenarios[index];
  if (!scenario) return null;

  const change = (next: Scenario, field: string): void => editScenario(index, next, `${key}.${field}`);
  const changeModules = (modules: ModuleSet, stroke?: string): void => {
    if (scenario.method === 'lora') editScenario(index, withModules(scenario, modules), stroke);
  };
  const modules =
    scenario.method === 'lora'
      ? scenario.modules
      : (remembered?.modules ?? moduleSet(config?.layers ?? DEFAULT_LAYERS, () => false));
  const taken = scenarios.flatMap(({ name }, other) => (other === index ? [] : [name]));

  return (
    <div className="scenario-editor">
      <ScenarioName scenario={scenario} taken={taken} onChange={change} />
      <Choice
        label="Method"
        hideLabel
        options={METHODS}
        value={scenario.method}
        onChange={(method) => setMethod(index, method)}
      />
      <figure className="grid-figure">
        {scenario.method === 'lora' && <ModulePresets modules={modules} onChange={changeModules} />}
        <ModuleGrid
          modules={modules}
          method={scenario.method}
          color={scenario.color}
          widths={config ?? TYPICAL_WIDTHS}
          onChange={changeModules}
        />
        <figcaption>
          <TrainableCount scenario={scenario} />
          <p className="caption">{gridCaption(scenario)}</p>
        </figcaption>
      </figure>
      <InitFields scenario={scenario} onChange={change} />
      <AdapterFields scenarioKey={key} scenario={scenario} training={training} onChange={change} />
    </div>
  );
}
