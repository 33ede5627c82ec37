/** @file The recorded run beside the shown results, and whether it is held back. */
import { useMemo } from 'react';
import { formatRecordedSource, type RecordedResults } from '../../src/figures/recorded';
import { measureTrials } from '../../src/results/measureTrials';
import { sortOutcomes } from '../../src/stats/outcomes';
import { summarize } from '../../src/stats/summary';
import { awaitsPrediction } from '../run/awaitsPrediction';
import { useLab, type Lab } from '../store/lab';
import type { ShownRecorded } from './accuracy/RecordedLine';
import { recordedView } from '../store/results/recordedView';
import type { ScenarioGroup } from '../store/results/scenarioGroups';

/** Whether a question to predict is open whose answer the recorded run would give away. */
const withholdsRecorded = (lab: Lab): boolean =>
  (lab.lesson !== null && !(lab.lesson in lab.predictions) && !lab.recordedSeen.includes(lab.lesson)) ||
  (awaitsPrediction(lab) && lab.recordedSeen.length === 0);

/** @returns null if no recorded run belongs to the shown experiment */
export function useRecorded(groups: readonly ScenarioGroup[]): ShownRecorded | null {
  const view = useLab(recordedView);
  const isWithheld = useLab(withholdsRecorded);
  return useMemo(() => {
    if (view === null) return null;
    const { name, file, byScenario } = view;
    if (isWithheld || file === null) return { name, run: null, isWithheld };
    const beside = groups.map((group): RecordedResults | null => {
      const trials = byScenario.get(group.scenario);
      if (!trials) return null;
      const { done } = sortOutcomes(trials);
      const measured = measureTrials(done, group.measure);
      return { scenario: group.scenario, done, ...measured, summary: summarize(measured.values) };
    });
    return { name, run: { groups: beside, source: formatRecordedSource(file) }, isWithheld };
  }, [view, isWithheld, groups]);
}
