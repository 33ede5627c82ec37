/** @file Scores for programs: computed, compared, made into ranks and judged. Fetched when one asks. */
import { LabError } from '../src/base/errors';
import type { BackendName } from '../src/results/results';
import type { Scored } from '../src/scores/moduleScores';
import { isOfTrained, parseScore, SCORE_TEXT, type ScoreRequest } from '../src/scores/scoreRequest';
import { scenarioId } from '../src/experiment/scenarioId';
import { trainedScenario } from './automationJudging';
import { useLab } from './store/lab';

export {
  addJudging,
  agreementsTold,
  judgingProblem,
  verdictsTold,
  type AgreementTold,
  type JudgingTold,
  type VerdictsTold,
} from './automationJudging';
export { ranksByProgram, type RanksOutcome } from './automationRanks';

/** @returns null if it was cancelled @throws LabError if the text asks for no score, or it does not come about */
export async function scoresByProgram(text: string, backend?: BackendName | null): Promise<Scored | null> {
  const score = parseScore(text);
  if (!score) throw new LabError(`"${text}" is no score.`, `Ask for ${SCORE_TEXT}.`);
  return isOfTrained(score) ? scoreTrained(score, backend) : useLab.getState().computeScores(score, backend);
}

/** @throws LabError if no scenario has adapters, or the trials or the scores do not come about */
async function scoreTrained(score: ScoreRequest, backend?: BackendName | null): Promise<Scored | null> {
  const lab = useLab.getState();
  lab.selectScenario(scenarioId(trainedScenario(lab.experiment)));
  const results = await lab.startRun({ which: 'missing', ...(backend === undefined ? {} : { backend }) });
  if (results.trials.some(({ status }) => status === 'cancelled')) return null;
  return useLab.getState().computeScores(score, backend);
}
