/** @file Asks the worker how much memory scenarios that are not in the experiment yet would take on the device. */
import { useEffect, useState } from 'react';
import type { Experiment, Scenario } from '../../../src/experiment/experiment';
import type { MemoryBreakdown } from '../../../src/results/results';
import { validateExperiment } from '../../../src/experiment/validate';
import { useLab } from '../../store/lab';
import { trainer } from '../../store/worker/trainer';

/** Milliseconds, long enough not to ask while somebody is typing. */
const SETTLE_MS = 400;

export interface CandidateMemory {
  readonly scenarios: readonly Scenario[];
  /** Memory by scenario; null if the backend allocates by itself. */
  readonly memory: readonly (MemoryBreakdown | null)[];
}

/** @param candidate null if there is nothing to ask @returns null until the worker has answered, or if it cannot */
export function useCandidateMemory(candidate: Experiment | null): CandidateMemory | null {
  const [answer, setAnswer] = useState<(CandidateMemory & { readonly experiment: Experiment }) | null>(null);
  // A dialog may be open before the worker has reported its device, or during a run.
  const canAnswer = useLab(
    ({ environment, modelConfig, run }) =>
      candidate !== null &&
      environment !== null &&
      run.status === 'idle' &&
      validateExperiment(candidate, modelConfig ?? undefined).length === 0,
  );
  useEffect(() => {
    if (!candidate || !canAnswer) return;
    let left = false;
    const timer = setTimeout(() => {
      const { backendChoice, sources } = useLab.getState();
      trainer().estimate(
        { about: 'candidate', experiment: candidate, backend: backendChoice, sources },
        (memory) => {
          if (memory && !left) setAnswer({ experiment: candidate, scenarios: candidate.scenarios, memory });
        },
        () => undefined,
      );
    }, SETTLE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [candidate, canAnswer]);
  return answer?.experiment === candidate ? answer : null;
}
