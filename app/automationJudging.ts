/** @file Scores judged by retraining, for programs: the same scenarios and the same verdicts as the panel below the grid has. */
import { COMPONENTS, moduleCount } from '../src/architecture/modules';
import { LabError } from '../src/base/errors';
import type { Experiment, LoraScenario } from '../src/experiment/experiment';
import { MAX_SCENARIOS } from '../src/experiment/validate';
import { scoreVerdicts } from '../src/figures/scores/scoreVerdicts';
import { judgedTable } from '../src/report/tables/judgedTable';
import type { Table } from '../src/report/tables/table';
import { agreementsOf } from '../src/scores/agreement';
import { judgingScenarios, type JudgingScenario } from '../src/scores/judging/scenarios';
import { chanceText, verdictCells, verdictSentence, type VerdictCells } from '../src/scores/judging/words';
import type { ModuleScores } from '../src/scores/moduleScores';
import { isOfTrained, parseScore, SCORE_TEXT, type ScoreKind } from '../src/scores/scoreRequest';
import { formatLevel } from '../src/stats/comparisons/formatDifference';
import { FIRST_LOOK } from '../src/stats/comparisons/looks';
import { MEASURE_FORMS } from '../src/stats/measures/measureForm';
import { SCORE_WORDS } from './scenario/scoreWords';
import { useLab } from './store/lab';
import { judgedRun } from './store/results/judgedRun';
import { runView } from './store/runView';
import { settled } from './store/settled';

/** A score that has been computed. */
export interface ScoreGiven {
  /** As in the address: `gradient:8`. */
  readonly request: string;
  readonly modules: ModuleScores;
}

export interface JudgingAsked {
  /** The numbers of modules of the choices, each once. */
  readonly counts: readonly number[];
  /** How many draws at random there are of each number. */
  readonly draws: number;
}

/** @throws LabError if the text asks for no score */
export function kindOf(request: string): ScoreKind {
  const score = parseScore(request);
  if (!score) throw new LabError(`"${request}" is no score.`, `Ask for ${SCORE_TEXT}.`);
  return score.kind;
}

/** The scenario whose trained adapters are scored, which is the first that has some. @throws LabError if none has */
export function trainedScenario({ scenarios }: Pick<Experiment, 'scenarios'>): LoraScenario {
  const found = scenarios.find(
    (one): one is LoraScenario => one.method === 'lora' && moduleCount(one.modules) > 0,
  );
  if (found) return found;
  throw new LabError(
    'No scenario of the experiment has adapters that could be scored.',
    'Add one, such as scenario=all:all.qkvoud.r8.',
  );
}

/**
 * What is wrong with judging these scores so, in a sentence; null if nothing is. The page itself lets best and worst share
 * modules, but whoever asks for a row of numbers would hardly see which of them say nothing.
 * @throws LabError if the model cannot be loaded, or a trained scenario is to be scored and there is none
 */
export async function judgingProblem(
  requests: readonly string[],
  { counts, draws }: JudgingAsked,
): Promise<string | null> {
  useLab.getState().allowHub(); // whoever is about to compute scores asks for the model
  const { modelConfig, modelProblem, experiment } = await settled(({ modelLoading }) => !modelLoading);
  if (!modelConfig)
    throw modelProblem
      ? new LabError(modelProblem.message, modelProblem.remedy)
      : new LabError('The model’s shape is not known.', 'Choose a model that the lab can run.');
  const kinds = requests.map(kindOf);
  const ofModel = modelConfig.layers * COMPONENTS.length;
  const sizes = new Set<number>();
  for (const kind of kinds) {
    const trained = isOfTrained({ kind }) ? trainedScenario(experiment) : null;
    const scored = trained ? moduleCount(trained.modules) : ofModel;
    sizes.add(scored);
    // Of two modules none is left for chance beside the best and the worst.
    const most = scored < 3 ? 0 : Math.floor(scored / 2);
    const wrong = counts.find((count) => count > most);
    if (wrong === undefined) continue;
    const whose = trained ? `with adapters in “${trained.name}”` : 'of the model';
    return most < 1
      ? `--judge is ${wrong}, but ${kind} scores no more than ${scored} ${scored === 1 ? 'module' : 'modules'} ${whose}, too few for a best, a worst and another one`
      : `--judge is ${wrong}, but ${kind} scores the ${scored} modules ${whose}: ${most} is the most, so that the best and the worst have none in common`;
  }
  const added = counts.length * (2 * kinds.length + draws * sizes.size);
  const { length } = experiment.scenarios;
  return length + added > MAX_SCENARIOS
    ? `--judge would add ${added} scenarios to ${length}, and an experiment holds at most ${MAX_SCENARIOS}: judge fewer scores, fewer numbers of modules, or by fewer --draws`
    : null;
}

/** The choices of one score with one number of modules. */
export interface JudgedSetTold {
  readonly request: string;
  readonly count: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly rank: number;
    /** Whether the experiment had it already, by itself or for another score. */
    readonly isThere: boolean;
    /** The adapters' parameters over what choices are brought to, minus 1. */
    readonly deviation: number;
  }[];
}

export interface JudgingTold {
  readonly sets: readonly JudgedSetTold[];
  /** Why there will be no verdict, in a sentence; null if there will be one. */
  readonly note: string | null;
}

/** Adds the scenarios, as one click for each score and number does; their rank and scaling are the first adapters'. */
export function addJudging(scored: readonly ScoreGiven[], { counts, draws }: JudgingAsked): JudgingTold {
  const { experiment, modelConfig, replaceScenarios } = useLab.getState();
  const like =
    experiment.scenarios.find((one) => one.method === 'lora' && moduleCount(one.modules) > 0) ??
    experiment.scenarios[0];
  if (!modelConfig || !like)
    throw new LabError('The model’s shape is not known yet.', 'Score the modules first.');
  let scenarios = experiment.scenarios;
  const sets = scored.flatMap(({ request, modules }) =>
    counts.map((count): JudgedSetTold => {
      const { label } = SCORE_WORDS[kindOf(request)];
      const judging = judgingScenarios({
        ...{ scores: modules, label, count, draws, like, scenarios },
        config: modelConfig,
      });
      scenarios = [...scenarios, ...judging.filter(isNew).map(({ scenario }) => scenario)];
      return { request, count, scenarios: judging.map(choiceTold) };
    }),
  );
  replaceScenarios(scenarios);
  const { trials } = experiment;
  const note =
    trials < FIRST_LOOK
      ? `Verdicts take ${FIRST_LOOK} seeds, and this run has ${trials}: all will stay open. Ask for --trials ${FIRST_LOOK} or more.`
      : null;
  return { sets, note };
}

const isNew = ({ isThere }: JudgingScenario): boolean => !isThere;

const choiceTold = ({ scenario: { name, rank }, isThere, deviation }: JudgingScenario) => ({
  ...{ name, rank, isThere, deviation },
});

/** How far two scores order the same modules alike. */
export interface AgreementTold {
  /** Their names, as the page has them. */
  readonly scores: readonly [string, string];
  /** Spearman's; null if it is not defined. */
  readonly spearman: number | null;
  /** How many modules both have. */
  readonly modules: number;
}

export function agreementsTold(scored: readonly ScoreGiven[]): AgreementTold[] {
  return agreementsOf(scored.map(knownOf)).map(({ of: [one, other], correlation, modules }) => ({
    ...{ scores: [SCORE_WORDS[one].label, SCORE_WORDS[other].label] as const },
    ...{ spearman: correlation, modules },
  }));
}

const knownOf = ({ request, modules }: ScoreGiven) => ({ kind: kindOf(request), scores: modules });

/** The verdicts as the panel has them. */
export interface VerdictsTold {
  /** One for each score and number of modules. */
  readonly sentences: readonly string[];
  /** The head of the column of differences: "Accuracy, points". */
  readonly head: string;
  /** "95 % interval". */
  readonly level: string;
  readonly rows: readonly (VerdictCells & { readonly score: string })[];
  /** What chance is made of, each once. */
  readonly chance: readonly string[];
  /** The number of comparisons that p values were corrected for. */
  readonly tested: number;
  /** The verdicts as the page saves them, with all digits. */
  readonly table: Table;
}

/** @throws LabError if the model's shape is not known */
export function verdictsTold(scored: readonly ScoreGiven[]): VerdictsTold {
  const lab = useLab.getState();
  if (!lab.modelConfig) throw new LabError('The model’s shape is not known yet.', 'Score the modules first.');
  const all = scoreVerdicts(scored.map(knownOf), judgedRun(runView(lab), lab.inspection), lab.modelConfig);
  const { verdicts, tested, rules } = all;
  const { head, unit } = MEASURE_FORMS[rules.measure ?? 'accuracy'];
  const labelled = verdicts.map((verdict) => ({ verdict, label: SCORE_WORDS[verdict.kind].label }));
  return {
    sentences: labelled.map(({ verdict, label }) => verdictSentence(verdict, label, all)),
    ...{ head: `${head}, ${unit}`, level: formatLevel(rules) },
    rows: labelled.flatMap(({ verdict, label }) =>
      verdictCells(verdict, rules).map((cells) => ({ score: label, ...cells })),
    ),
    chance: [...new Set(verdicts.map((verdict) => chanceText(verdict, all)))],
    ...{ tested, table: judgedTable(all) },
  };
}
