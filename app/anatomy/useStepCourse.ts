/** @file Asks the worker to plan a training step of the open scenario; the last answer stays until the next has come. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { describeError } from '../../src/base/errors';
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { findScenario } from '../../src/experiment/scenarioId';
import { validateExperiment } from '../../src/experiment/validate';
import type { Answer } from '../../workers/client';
import { useLab } from '../store/lab';
import { trainer } from '../store/worker/trainer';

/** Milliseconds. While a handle is dragged, one question at a time is on its way, and the last one counts. */
const SETTLE_MS = 120;

export interface PlannedStep extends Pick<Answer<'stepPlanned'>, 'course' | 'isOfGpu'> {
  readonly scenario: Scenario;
}

export interface StepAnswer {
  readonly planned: PlannedStep | null;
  /** Why there is no step to show, or an old one; null if all is well. */
  readonly problem: string | null;
}

export interface ShownStep extends StepAnswer {
  /** Whether another scenario than the open one is shown, or none, until the run has ended. */
  readonly waits: boolean;
}

export function useStepCourse(): ShownStep {
  const asked = useAsked();
  const sources = useLab((lab) => lab.sources);
  const backend = useLab((lab) => lab.backendChoice);
  const isIdle = useLab((lab) => lab.run.status === 'idle');
  const isReady = useLab((lab) => lab.environment !== null);
  const [answer, setAnswer] = useState<StepAnswer>({ planned: null, problem: null });
  const latest = useRef<Experiment | null>(null);
  const isAsking = useRef(false);
  useEffect(() => {
    latest.current = asked;
    if (!asked || !isIdle || !isReady) return;
    const ask = (): void => {
      const experiment = latest.current;
      const [scenario] = experiment?.scenarios ?? [];
      if (!experiment || !scenario || isAsking.current) return;
      isAsking.current = true;
      trainer()
        .planStep({ experiment, sources, backend })
        .then(
          ({ course, isOfGpu }) => setAnswer({ planned: { course, scenario, isOfGpu }, problem: null }),
          (error: unknown) => setAnswer((before) => ({ ...before, problem: describeError(error).message })),
        )
        .finally(() => {
          isAsking.current = false;
          if (latest.current !== experiment) ask();
        });
    };
    const timer = setTimeout(ask, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [asked, sources, backend, isIdle, isReady]);
  const [open] = asked?.scenarios ?? [];
  return { ...answer, waits: !isIdle && open !== undefined && answer.planned?.scenario !== open };
}

/** The experiment with the open scenario alone; null while it cannot be run. */
function useAsked(): Experiment | null {
  const id = useLab((lab) => lab.selectedId);
  const experiment = useLab((lab) => lab.experiment);
  const config = useLab((lab) => lab.modelConfig);
  const scenario = id === null ? undefined : findScenario(experiment.scenarios, id);
  const { model, dataset, data, training } = experiment;
  return useMemo(() => {
    if (!scenario || !config) return null;
    const alone = { ...useLab.getState().experiment, model, dataset, data, training, scenarios: [scenario] };
    return validateExperiment(alone, config).length === 0 ? alone : null;
  }, [scenario, config, model, dataset, data, training]);
}
