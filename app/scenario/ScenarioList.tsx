/** @file The experiment's scenarios: which is open, adding, copying and removing them. */
import { useEffect, useRef } from 'react';
import { scenarioId } from '../../src/experiment/scenarioId';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { ModuleGlyph } from '../ui/ModuleGlyph';

export function ScenarioList() {
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const selected = useLab((lab) => lab.selectedId);
  const { selectScenario } = useLab.getState();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const shown = list.current;
    if (!shown) return;
    // It is called at once, and again in another width, where the scenarios break into other lines.
    const resized = new ResizeObserver(() => showChosen(shown));
    resized.observe(shown);
    return () => resized.disconnect();
  }, [selected, scenarios.length]);
  return (
    <div className="scenario-list">
      <header>
        <h2>Scenarios</h2>
        <div className="scenario-tools">
          <LockedDuringRun part="scenarios" quiet>
            <ScenarioTools />
          </LockedDuringRun>
        </div>
      </header>
      <ul ref={list} aria-label="Scenarios">
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
      </ul>
    </div>
  );
}

/** Scrolls the list, and not the page, until the open scenario is within it. */
function showChosen(list: HTMLElement): void {
  const chosen = list.querySelector('[aria-pressed="true"]')?.getBoundingClientRect();
  if (!chosen) return;
  const shown = list.getBoundingClientRect();
  if (chosen.top < shown.top) list.scrollTop -= shown.top - chosen.top;
  else if (chosen.bottom > shown.bottom) list.scrollTop += chosen.bottom - shown.bottom;
}

function ScenarioTools() {
  const canRemove = useLab((lab) => lab.experiment.scenarios.length > 1);
  const selected = useLab((lab) => lab.selectedId);
  const { addScenario, duplicateScenario, removeScenario, openDialog } = useLab.getState();
  return (
    <>
      <Explained text="Adds a scenario with LoRA on all modules, for you to change.">
        <button type="button" className="quiet-button" onClick={addScenario}>
          + Scenario
        </button>
      </Explained>
      <Explained text="Makes a scenario for every combination of ranks, learning rates and other settings.">
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
      <Explained text="Removes the open scenario; the browser’s Back brings it back.">
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
