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
  openLeft(report, useLab.getState().experiment);
  return tellOutcome(report, useLab.getState().experiment);
}

/** Opens the candidates left, the recommended one first and selected. @param on what the race began from */
export function openLeft(report: RaceReport, on: Experiment): void {
  const opened = leftExperiment(report, on);
  const { replaceScenarios, selectScenario, edit } = useLab.getState();
  replaceScenarios(opened.scenarios);
  edit({ ...opened, scenarios: useLab.getState().experiment.scenarios });
  const [first] = useLab.getState().experiment.scenarios;
  if (first) selectScenario(scenarioId(first));
}

/** What came out of a race, without a change of the page. @param on what the race began from */
export function tellOutcome(report: RaceReport, on: Experiment): RaceOutcome {
  const { candidates, state, recommendation } = report;
  const recommended = recommendation ? (candidates[recommendation.entrant]?.scenario ?? null) : null;
  const experiment = leftExperiment(report, on);
  const lab = { ...useLab.getState(), experiment };
  const training = recommended && trainingOf(experiment.training, recommended);
  return {
    ...{ sentence: report.sentence, isSure: recommendation?.isSure ?? false, asked: report.asked },
    ...{ end: state.end, stopped: report.stopped, seeds: state.seeds },
    ...{ candidates: candidateEntries(report), recommended, link: experimentLink(experiment) },
    loraConfig:
      recommended && training && loraConfigText(recommended, architectureOf(lab), training.dropout.lora),
    script: recommended && scriptOf(lab, recommended),
    results: resultsFile(wholeExperiment(experiment, report), lab),
  };
}

/** The candidates left, the recommended one first, compared as the race has compared them. */
export function leftExperiment(
  { asked, candidates, state, recommendation }: RaceReport,
  on: Experiment,
): Experiment {
  const first = recommendation ? [recommendation.entrant] : [];
  const others = state.left.filter((entrant) => !first.includes(entrant));
  const scenarios = [...first, ...others].flatMap((entrant) => candidates[entrant]?.scenario ?? []);
  if (scenarios.length === 0) return on;
  const judging = { ...on.judging, measure: asked.measure, delta: asked.delta * 100 };
  return { ...on, scenarios, judging, trials: Math.max(state.next ?? 0, state.seeds, 1) };
}

/** All candidates with as many seeds as any of them has had. */
export function wholeExperiment(experiment: Experiment, { candidates }: RaceReport): Experiment {
  const trials = Math.max(1, ...candidates.map(({ values }) => values.length));
  return { ...experiment, scenarios: candidates.map(({ scenario }) => scenario), trials };
}
