/** @file Accuracy against cost of a race's candidates, with the recommended one marked. */
import { use, useCallback, useMemo } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import { costNotes, raceFrontWords } from '../../src/figures/front/frontWords';
import { frontPoints } from '../../src/figures/front/frontPoints';
import type { CostKind } from '../../src/race/costs';
import type { RaceReport } from '../../src/race/report';
import { wholeExperiment } from '../race/raceOutcome';
import { FrontView } from '../results/front/FrontView';
import { ShownResults } from '../results/save/shown';
import { useLab } from '../store/lab';
import { judgedRun } from '../store/results/judgedRun';
import { trialSlots } from '../store/results/trialKey';

export interface RaceFrontProps {
  readonly report: RaceReport;
  /** What the race began from. */
  readonly on: Experiment;
}

export function RaceFront({ report, on }: RaceFrontProps) {
  const config = useLab((lab) => lab.modelConfig);
  const run = useMemo(() => {
    const judging = { ...on.judging, measure: report.asked.measure };
    const experiment = wholeExperiment({ ...on, judging }, report);
    const lab = useLab.getState();
    return { experiment, slots: trialSlots(experiment, lab.records, lab), inspection: lab.inspection };
  }, [report, on]);
  const judged = useMemo(() => judgedRun(run, run.inspection), [run]);
  const groups = judged.all;
  const points = useMemo(() => frontPoints(groups, { config }), [groups, config]);
  const shown = use(ShownResults);
  const shownOfRace = useCallback(() => {
    const { experiment, slots } = run;
    const page = shown();
    const subject = {
      ...page.subject,
      model: experiment.model,
      dataset: experiment.dataset,
      ...judged.validation,
    };
    return { ...page, slots, groups, subject, judging: judged.judging, settingsOf: () => experiment };
  }, [run, judged, groups, shown]);
  const tell = useCallback(() => raceFrontWords(report), [report]);
  const notesOf = useCallback((cost: CostKind) => costNotes(groups, cost), [groups]);
  const { recommendation, candidates } = report;
  const recommended = recommendation ? (candidates[recommendation.entrant]?.scenario ?? null) : null;
  return (
    <ShownResults value={shownOfRace}>
      <section aria-label="Accuracy against cost">
        <FrontView
          {...{ points, groups, tell, notesOf, recommended }}
          measure={report.asked.measure}
          cost={report.asked.cheap}
        />
      </section>
    </ShownResults>
  );
}
