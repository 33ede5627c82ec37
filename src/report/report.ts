/** @file Writes an experiment and its results as one HTML file without scripts or requests, fit for printing. */
import type { Experiment } from '../experiment/experiment';
import type { FinalTest } from '../results/finalTest';
import type { TrialRecord } from '../results/results';
import { DEFAULT_LAYERS } from '../experiment/defaults';
import { choicesFigure } from '../figures/choices/choicesFigure';
import { layerFigures } from '../figures/costs/layerFigures';
import { rankFigure } from '../figures/rank/rankFigure';
import { PANELS, type ResultsPanel } from '../lessons/lesson';
import { frontFigure } from '../figures/front/frontFigure';
import { frontPoints } from '../figures/front/frontPoints';
import { costNotes, frontVerdicts } from '../figures/front/frontWords';
import { curvesFigure } from '../figures/curves/curvesFigure';
import type { Gap } from '../figures/curves/gaps';
import type { Trace } from '../figures/curves/traces';
import { differencesAmong, type Judging } from '../figures/differences/judging';
import { differencesFigure } from '../figures/differences/differencesFigure';
import {
  formatGroupsTrainedBy,
  measureOfGroups,
  type Estimated,
  type ScenarioResults,
  type Subject,
} from '../figures/scenarioResults';
import { summaryFigures } from '../figures/summaryFigures';
import { sweepFigure } from '../figures/sweep/sweepFigure';
import {
  choicesPicture,
  curvesPicture,
  differencesPicture,
  frontPicture,
  lineUpPicture,
  rankPicture,
  sweepPicture,
  type Paper,
  type Picture,
} from '../pictures';
import type { CurveView } from '../stats/curves/curveAxes';
import { html, named, trusted, type Html } from './html';
import {
  differencesList,
  finalTestSection,
  formatExperiment,
  othersSection,
  settingsList,
  summaryRows,
  trialRows,
} from './sections';
import { environmentList } from './environments';
import { STYLE } from './style';

export interface ReportOf {
  readonly experiment: Experiment;
  /** The scenarios with their results, in the experiment's order. */
  readonly groups: readonly ScenarioResults[];
  /** Every trial that has ended, in whatever way. */
  readonly records: readonly TrialRecord[];
  readonly subject: Subject;
  readonly judging: Judging;
  readonly estimated: Estimated;
  readonly traces: Readonly<Record<CurveView, readonly Trace[]>>;
  /** The parts of the results to draw, in this order; all if left out. */
  readonly panels?: readonly ResultsPanel[] | undefined;
  /** Training against validation at the end of the trials. */
  readonly gaps?: readonly Gap[];
  /** What came of the test sentences; left out or null if they have not been used. */
  readonly finalTest?: FinalTest | null;
  /** The experiment's address. */
  readonly link: string;
  readonly date: Date;
}

/** Forbids scripts and requests in the browser too, in case a picture or a name ever holds more than it should. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";

export function writeReport(of: ReportOf): string {
  const { experiment, groups, records, subject, link, date } = of;
  const title = `LoRA Lab: ${experiment.model} on ${experiment.dataset}`;
  const isDone = ({ status, accuracy }: TrialRecord): boolean => status === 'done' && accuracy !== null;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="LoRA Lab ${subject.labVersion}" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${named(experiment.model)} on ${named(experiment.dataset)}</h1>
          <p class="quiet">LoRA Lab ${subject.labVersion}, ${dateText(date)}</p>
        </header>
        <main>
          <section>
            <h2>The experiment</h2>
            ${formatExperiment(experiment, subject)}
            <p>${linkTo(link)}</p>
          </section>
          <section>
            <h2>Results</h2>
            ${records.length === 0 ? html`<p>No trial has ended yet.</p>` : null}
            ${figures(of).map(({ svg }) => html`<figure>${trusted(svg)}</figure>`)} ${summaryRows(groups)}
          </section>
          <section>
            <h2>Which differences are real?</h2>
            ${differencesList(groups, of.judging)}
          </section>
          ${of.finalTest ? finalTestSection(groups, of.finalTest) : null}
          ${othersSection(records.filter((record) => !isDone(record)))}
          <section>
            <h2>Method</h2>
            ${METHOD}
          </section>
          <section>
            <h2>Settings</h2>
            ${settingsList(experiment)}
          </section>
          <section>
            <h2>Where it ran</h2>
            ${environmentList(records.map(({ environment }) => environment))}
          </section>
          <section>
            <h2>Trials</h2>
            ${trialRows(records.filter(isDone))}
          </section>
        </main>
      </body>
    </html> `.text;
}

/** A short form of docs/method.md. */
const METHOD = html`<p>
  Accuracies, or values by another measure, are summarised by mean, sample standard deviation and the 95 % t
  interval of the mean; the densities are Gaussian kernels with one bandwidth for all scenarios (the median of
  what Silverman’s rule gives each of them). Fewer than three trials get neither density nor interval.
  Collapsed trials are counted below the densities and are in every figure. Scenarios are compared seed by
  seed and, where it is known which validation sentences each trial got right, sentence by sentence, so that a
  verdict holds for new seeds and new sentences of the same kind. P values are corrected for all comparisons
  by Holm’s method and for all planned looks by Pocock’s levels: “better” holds after both, “a wash” is surely
  smaller than the difference that matters, and everything else is open. Trials that diverged, failed or were
  cancelled are counted but are in no figure.
</p>`;

function figures(of: ReportOf): Picture[] {
  const drawn = picturesOf(of);
  return (of.panels ?? PANELS).flatMap((panel) => drawn[panel]());
}

/** The pictures of each part of the results; none where it has nothing to show. */
function picturesOf(of: ReportOf): Readonly<Record<ResultsPanel, () => Picture[]>> {
  const { experiment, groups, subject, judging, estimated, traces, gaps = [] } = of;
  const { training } = experiment;
  const { checkpointing } = training;
  const paper = { groups, subject, theme: 'light' as const };
  const curves = (view: CurveView): Picture =>
    curvesPicture(
      curvesFigure(traces[view], {
        view,
        gaps,
        measure: measureOfGroups(groups),
        trainedBy: formatGroupsTrainedBy(groups),
      }),
      paper,
    );
  const any = (view: CurveView, least: number): boolean =>
    traces[view].some(({ training: own, validation }) => Math.max(own.length, validation.length) >= least);
  return {
    lineUp: () => [lineUpPicture(summaryFigures(groups, subject, estimated), paper)],
    curves: () => [
      ...(any('loss', 1) ? [curves('loss')] : []),
      // A single measurement at the end makes no curve.
      ...(any('accuracy', 2) ? [curves('accuracy')] : []),
    ],
    choices: () => {
      const { config } = estimated;
      const options = { widths: config, layers: config?.layers ?? DEFAULT_LAYERS };
      return [choicesPicture(choicesFigure(experiment.scenarios, options), paper)];
    },
    byLayer: () =>
      drawnIf(layerFigures(groups, { estimated: estimated.memory, checkpointing }), (figure) =>
        lineUpPicture({ ...figure, accuracy: null }, paper),
      ),
    byRank: () =>
      drawnIf(rankFigure(groups, { config: estimated.config, gaps }), (figure) => rankPicture(figure, paper)),
    sweep: () => drawnIf(sweepFigure(groups, { judging, training }), (figure) => sweepPicture(figure, paper)),
    differences: () =>
      groups.filter(({ summary }) => summary.n > 0).length > 1
        ? [differencesPicture(differencesFigure(groups, { judging }), paper)]
        : [],
    front: () => frontPictures(of, paper),
  };
}

/** Accuracy against memory, where there is something to compare; the other costs are in the table of the scenarios. */
function frontPictures({ groups, judging, estimated }: ReportOf, paper: Paper): Picture[] {
  if (groups.filter(({ summary }) => summary.n > 0).length < 2) return [];
  const points = frontPoints(groups, estimated);
  const cost = 'memory';
  const figure = frontFigure(points, {
    ...{ cost, measure: measureOfGroups(groups), recommended: null, notes: costNotes(groups, cost) },
    told: frontVerdicts(points, cost, differencesAmong(groups, judging)),
  });
  return [frontPicture(figure, paper)];
}

const drawnIf = <F>(figure: F | null, draw: (figure: F) => Picture): Picture[] =>
  figure === null ? [] : [draw(figure)];

/** Links web addresses only; anything else is shown as text. */
function linkTo(link: string): Html {
  return /^https?:\/\//i.test(link)
    ? html`<a href="${link}" rel="noreferrer">Open this experiment</a> <span class="quiet">${link}</span>`
    : html`${link}`;
}

/** A date in one form for every language and time zone: 2026-11-24, 18:05 UTC. */
const dateText = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ', ')} UTC`;
