/** @file What a person takes away from a race: its evidence, the link, and the recommended scenario for PEFT. */
import { trainingOf, type Experiment, type Scenario } from '../../src/experiment/experiment';
import { scenarioId } from '../../src/experiment/scenarioId';
import { loraConfigText } from '../../src/python/loraConfigText';
import { candidateEntries, type RaceReport } from '../../src/race/report';
import type { ResultsFile } from '../../src/results/results';
import { architectureOf, scriptOf } from '../share/elsewhere';
import { experimentLink } from '../store/effects/urlSync';
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';

export interface RaceOutcome {
  readonly sentence: string;
  readonly isSure: boolean;
  readonly asked: RaceReport['asked'];
  readonly end: string | null;
  readonly stopped: RaceReport['stopped'];
  /** Seeds of the last complete round. */
  readonly seeds: number;
  readonly candidates: ReturnType<typeof candidateEntries>;
  readonly recommended: Scenario | null;
  /** The address of the candidates left, with the recommended one first. */
  readonly link: string;
  readonly loraConfig: string | null;
  /** The recommended scenario as a Python script. */
  readonly script: string | null;
  /** All trials of all candidates. */
  readonly results: ResultsFile | null;
}

/** Opens the candidates left as the experiment, the recommended one first and selected, and tells what came out. */
export function openOutcome(report: RaceReport): RaceOutcome {
  const { candidates, state, recommendation } = report;
  const { replaceScenarios, selectScenario, edit } = useLab.getState();
  const recommended = recommendation ? (candidates[recommendation.entrant]?.scenario ?? null) : null;
  const others = state.left.flatMap((entrant) => candidates[entrant]?.scenario ?? []);
  const left = [...(recommended ? [recommended] : []), ...others.filter((one) => one !== recommended)];
  if (left.length > 0) {
    replaceScenarios(left);
    edit({ ...useLab.getState().experiment, trials: Math.max(state.next ?? 0, state.seeds, 1) });
    selectScenario(scenarioId(left[0] as Scenario)); // there is one
  }
  const lab = useLab.getState();
  const training = recommended && trainingOf(lab.experiment.training, recommended);
  return {
    ...{ sentence: report.sentence, isSure: recommendation?.isSure ?? false, asked: report.asked },
    ...{ end: state.end, stopped: report.stopped, seeds: state.seeds },
    ...{ candidates: candidateEntries(report), recommended, link: experimentLink() },
    loraConfig:
      recommended && training && loraConfigText(recommended, architectureOf(lab), training.dropout.lora),
    script: recommended && scriptOf(lab, recommended),
    results: resultsFile(wholeExperiment(lab.experiment, report), lab),
  };
}

/** All candidates with as many seeds as any of them has had. */
export function wholeExperiment(experiment: Experiment, { candidates }: RaceReport): Experiment {
  const trials = Math.max(1, ...candidates.map(({ values }) => values.length));
  return { ...experiment, scenarios: candidates.map(({ scenario }) => scenario), trials };
}
