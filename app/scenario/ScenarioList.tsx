/** @file The experiment's scenarios: which is open, adding, copying and removing them. */
import { scenarioId } from '../../src/experiment/scenarioId';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { AddAdapter } from './AddAdapter';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { ModuleGlyph } from '../ui/ModuleGlyph';

export function ScenarioList() {
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const selected = useLab((lab) => lab.selectedId);
  const { selectScenario, addScenario } = useLab.getState();
  return (
    <div className="scenario-list">
      <header>
        <h2>What trains</h2>
        <div className="scenario-tools">
          <LockedDuringRun part="scenarios" quiet>
            <ScenarioTools />
          </LockedDuringRun>
        </div>
      </header>
      <ul aria-label="Scenarios">
        {scenarios.map((scenario) => (
          <li key={scenarioId(scenario)}>
            <button
              type="button"
              className="scenario-tab"
              aria-pressed={scenarioId(scenario) === selected}
              onClick={() => selectScenario(scenarioId(scenario))}
            >
              <ModuleGlyph scenario={scenario} />
              <span>{scenario.name || 'no name'}</span>
            </button>
          </li>
        ))}
        <li>
          <LockedDuringRun part="scenarios" quiet>
            <Explained text="Adds a scenario: LoRA on all modules, to be changed.">
              <button type="button" className="scenario-tab scenario-add" onClick={addScenario}>
                <span>+ Scenario</span>
              </button>
            </Explained>
          </LockedDuringRun>
        </li>
      </ul>
      <LockedDuringRun part="scenarios">
        <AddAdapter />
      </LockedDuringRun>
    </div>
  );
}

function ScenarioTools() {
  const canRemove = useLab((lab) => lab.experiment.scenarios.length > 1);
  const selected = useLab((lab) => lab.selectedId);
  const { duplicateScenario, removeScenario, openDialog } = useLab.getState();
  return (
    <>
      <Explained text="Makes scenarios of every combination of ranks, learning rates and other settings.">
        <button
          type="button"
          className="quiet-button"
          data-testid="sweep-button"
          onClick={() => openDialog('sweep')}
        >
          Sweep…
        </button>
      </Explained>
      <Explained text="Adds a copy of the open scenario.">
        <button
          type="button"
          className="quiet-button"
          disabled={selected === null}
          onClick={() => selected !== null && duplicateScenario(selected)}
        >
          Duplicate
        </button>
      </Explained>
      <Explained text="Takes the open scenario out of the experiment; Back undoes it.">
        <button
          type="button"
          className="quiet-button"
          disabled={!canRemove}
          onClick={() => selected !== null && removeScenario(selected)}
        >
          Remove
        </button>
      </Explained>
    </>
  );
}
