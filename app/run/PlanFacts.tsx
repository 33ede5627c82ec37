/** @file What a run will take, before it starts: time, and memory of the largest scenario. */
import { useMemo } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import { expectedTime } from '../store/timing/expected';
import { peakOf } from '../store/results/estimatedPeak';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { isSettled } from '../store/results/trialKey';
import { estimatedMemory, splitRows, withholdsMemory } from '../store/selectors';
import { duration, megabytes, nearly } from '../../src/base/format';
import { WITHHELD } from '../lessons/withheld';
import { missingTime } from './missingTime';
import { formatBasis, formatTimeTaken } from '../ui/formatTime';

/** This is part of a paragraph and keeps its height while the figures are not there yet. */
export function PlanFacts() {
  const view = useLab(runView);
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab(splitRows);
  const together = useLab((lab) => lab.together);
  const peak = useLab((lab) => peakOf(estimatedMemory(lab)));
  const withheld = useLab(withholdsMemory);
  const partly = view.settled > 0 && view.settled < view.slots.length;
  const expected = useMemo(() => {
    const timeOf = (experiment: Experiment) => expectedTime(experiment, environment, speeds, split, together);
    return partly ? missingTime(view, timeOf) : timeOf(view.experiment);
  }, [view, partly, environment, speeds, split, together]);
  const ended = view.slots.flatMap(({ record }) => (record && isSettled(record) ? [record] : []));
  const complete = ended.length === view.slots.length;
  // Finished trials are mentioned even if the speed is not known.
  const took = complete || (partly && !expected) ? formatTimeTaken(ended, view.slots.length) : '';
  const { basis, remark } = formatBasis(expected, environment);
  return (
    <span className="plan-facts" data-testid="plan-facts">
      {environment && took === '' && expected && (
        <span>
          {partly && <span className="plan-missing">the missing ones </span>}
          {`about ${duration(expected.seconds)} `}
        </span>
      )}
      {peak !== null && (
        <span>
          <span className="plan-word">peak memory </span>
          {withheld ? WITHHELD : nearly(megabytes(peak))}{' '}
        </span>
      )}
      {environment && (
        <span className="plan-basis">
          {took === '' ? basis : took}
          {took === '' && !partly && remark}
        </span>
      )}
    </span>
  );
}
