/** @file Plans of equal footing for the page's experiment, and taking one over. */
import { LabError } from '../../src/base/errors';
import type { Scenario } from '../../src/experiment/experiment';
import { sameScenario } from '../../src/experiment/scenarioId';
import { equalScenarios, type Footing, type FootingPlan } from '../../src/footing/footing';
import { matchMemory } from '../../src/footing/matchMemory';
import { matchParameters } from '../../src/footing/matchParameters';
import { matchTime } from '../../src/footing/matchTime';
import type { BackendName } from '../../src/results/results';
import { modelConfig, plannedMemory } from '../race/driveRace';
import { useLab } from '../store/lab';
import { pacesOf, type Paces } from './paces';

export interface PlannedFooting {
  readonly plan: FootingPlan;
  /** Where times come from; null for plans of other kinds. */
  readonly basis: Paces['basis'] | null;
}

/**
 * What would be changed, and by how much it then differs. Nothing is changed yet.
 * @param reference the position of the scenario that the others are brought to
 * @param backend null for the best; the chosen one if left out
 * @throws LabError if the model cannot be used
 */
export async function planFooting(
  footing: Footing,
  reference: number,
  backend?: BackendName | null,
): Promise<PlannedFooting> {
  const config = await modelConfig();
  const { experiment, backendChoice } = useLab.getState();
  const { scenarios, training } = experiment;
  switch (footing) {
    case 'parameters':
      return { plan: matchParameters(scenarios, reference, config), basis: null };
    case 'memory': {
      const used = backend === undefined ? backendChoice : backend;
      const plan = (asked: readonly Scenario[]) =>
        plannedMemory({ ...experiment, scenarios: asked.map(numbered) }, used);
      return { plan: await matchMemory({ scenarios, training, reference, config, plan }), basis: null };
    }
    case 'time': {
      const { paces, basis } = pacesOf(useLab.getState());
      return { plan: matchTime(scenarios, reference, paces), basis };
    }
  }
}

/** The same scenario with several ranks would have one name. */
const numbered = (scenario: Scenario, i: number): Scenario => ({ ...scenario, name: `candidate ${i + 1}` });

/** Takes a plan over in one step of the browser's history; each scenario stays the same one. */
export function takeFooting(plan: FootingPlan): void {
  takeScenarios(equalScenarios(plan));
}

/** Puts changed scenarios in place of the experiment's, position by position. @throws LabError if there are others by now */
export function takeScenarios(changed: readonly Scenario[]): void {
  const { experiment, replaceScenarios } = useLab.getState();
  if (changed.length !== experiment.scenarios.length)
    throw new LabError('The scenarios have changed meanwhile.', 'Look at the plan again.');
  replaceScenarios(
    experiment.scenarios.map((scenario, i) => {
      const next = changed[i] ?? scenario;
      return next === scenario ? scenario : sameScenario(next, scenario);
    }),
  );
}
