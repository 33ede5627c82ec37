/** @file Ranks from scores for programs: fetched when one asks. */
import { LabError } from '../src/base/errors';
import { nextColor } from '../src/experiment/colors';
import type { LoraScenario } from '../src/experiment/experiment';
import type { ScoreEnd } from '../src/scores/moduleScores';
import { rankedChoice } from '../src/scores/ranksFromScore';
import { kindOf, type ScoreGiven } from './automationJudging';
import { SCORE_WORDS } from './scenario/scoreWords';
import { uniqueName } from './store/experiment/scenarioEdits';
import { experimentLink } from './store/effects/urlSync';
import { useLab } from './store/lab';

export interface RanksAsked {
  /** The most trainable parameters; null for those of the first scenario with adapters, or of rank 8 on all modules. */
  readonly budget: number | null;
  readonly end: ScoreEnd;
}

export interface RanksOutcome {
  readonly scenario: LoraScenario;
  /** Trainable parameters, with those of the head. */
  readonly parameters: number;
  readonly budget: number;
  /** The address of the experiment with the scenario added. */
  readonly link: string;
}

/** Adds the scenario of ranks that the score makes, and tells it. @throws LabError if no module gets a rank */
export function ranksByProgram({ request, modules }: ScoreGiven, { budget, end }: RanksAsked): RanksOutcome {
  const { experiment, modelConfig, appendScenario } = useLab.getState();
  const { scenarios } = experiment;
  const like = scenarios.find(({ method }) => method === 'lora') ?? scenarios[0];
  if (!modelConfig || !like)
    throw new LabError('The model’s shape is not known yet.', 'Score the modules first.');
  const { label } = SCORE_WORDS[kindOf(request)];
  const name = uniqueName(`${label}: ranks${end === 'worst' ? ', small scores' : ''}`, scenarios);
  const choice = rankedChoice({
    ...{ scores: modules, config: modelConfig, like, budget, end, name },
    color: nextColor(scenarios),
  });
  if (!choice.scenario)
    throw new LabError(
      `No module gets a rank within ${choice.budget} trainable parameters, of which the head takes ${choice.parameters}.`,
      'Allow more.',
    );
  appendScenario(choice.scenario);
  return { ...choice, scenario: choice.scenario, link: experimentLink() };
}
