/** @file Races as a person starts and cancels them: the experiment that was open comes back when a race is over. */
import { haveSameTrials, type Experiment } from '../../src/experiment/experiment';
import { scenarioId } from '../../src/experiment/scenarioId';
import type { RaceAsked } from '../../src/race/race';
import { driveRace } from '../race/driveRace';
import { useLab } from '../store/lab';
import { forgetRace, keepRace } from './raceMemory';
import type { RecommendForm } from './recommendForm';

/** Races to the end. What goes wrong is told by the store's `raceProblem`. */
export async function startRace(asked: RaceAsked, form: RecommendForm): Promise<void> {
  const { experiment, selectedId } = useLab.getState();
  const selected = experiment.scenarios.findIndex((one) => scenarioId(one) === selectedId);
  keepRace({ experiment, form });
  try {
    await driveRace(asked);
  } catch (error) {
    useLab.getState().showRace({ raceProblem: (error as Error).message });
  } finally {
    forgetRace();
    giveBack(experiment, selected);
  }
}

export function stopRace(): void {
  useLab.getState().cancelRace();
  useLab.getState().cancelRun();
}

/** Opens an experiment again, unless another model, data or settings were opened since. @param selected its open scenario's place */
function giveBack(before: Experiment, selected: number): void {
  if (!isSameTask(before, useLab.getState().experiment)) return;
  openAgain(before);
  const { experiment, selectScenario } = useLab.getState();
  const open = experiment.scenarios[selected];
  if (open) selectScenario(scenarioId(open));
}

export function openAgain(before: Experiment): void {
  const { replaceScenarios, edit } = useLab.getState();
  replaceScenarios(before.scenarios);
  edit({ ...before, scenarios: useLab.getState().experiment.scenarios });
}

/** Whether two experiments have the same model, data and settings, whatever their scenarios and seeds. */
export function isSameTask(one: Experiment, other: Experiment): boolean {
  const { scenarios, trials } = other;
  return haveSameTrials({ ...one, scenarios, trials }, other);
}
