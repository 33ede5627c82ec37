/** @file Refuses results that the schema allows but the lab never writes: experiments that cannot run, endless texts. */
import { LabError } from '../base/errors';
import type { Scenario } from '../experiment/experiment';
import type { ResultsFile, TrialRecord } from './results';
import { validateExperiment, validateScenario } from '../experiment/validate';

/** The most characters in a trial's id, message and device, which are shown. */
const MAX_TEXT = 5000;
const REMEDY = 'Choose a file that this lab wrote.';

/** @throws LabError naming the trial */
export function checkResultsBounds({ experiment, trials }: ResultsFile): void {
  const [problem] = validateExperiment(experiment);
  if (problem !== undefined) throw new LabError(problem, REMEDY);
  checkTrialsBounds(trials);
}

/**
 * Checks only the trials: the experiment around them may have been edited since and may not be ready to run.
 * @throws LabError
 */
export function checkTrialsBounds(trials: readonly TrialRecord[]): void {
  const checked = new Set<string>();
  trials.forEach((trial, i) => {
    checkTexts(trial, `trials[${i}]`);
    const code = JSON.stringify(trial.scenario);
    if (checked.has(code)) return;
    checkScenario(trial.scenario, `trials[${i}]`);
    checked.add(code);
  });
}

/** Checks one trial in the same way. @throws LabError */
export function checkTrialBounds(trial: TrialRecord, where = 'The trial'): void {
  checkTexts(trial, where);
  checkScenario(trial.scenario, where);
}

function checkTexts({ id, message, environment }: TrialRecord, where: string): void {
  const { device, labVersion, userAgent, versions, node = '' } = environment;
  const texts = [id, message ?? '', device, labVersion, userAgent, node, ...Object.values(versions ?? {})];
  const long = texts.find((text) => text.length > MAX_TEXT);
  if (long !== undefined) throw new LabError(`${where} holds a text of ${long.length} characters.`, REMEDY);
}

function checkScenario(scenario: Scenario, where: string): void {
  const [wrong] = validateScenario(scenario, 0);
  if (wrong !== undefined) throw new LabError(`${where}: ${wrong}`, REMEDY);
}
