/** @file The race that a form asks for, and what it comes to, as model and device become known. */
import { useMemo } from 'react';
import { totalParameters } from '../../src/experiment/parameters';
import { raceCandidates } from '../../src/race/candidates';
import type { RaceAsked } from '../../src/race/race';
import { totalBytes } from '../../src/results/costs';
import { useCandidateMemory } from '../scenario/sweep/useCandidateMemory';
import { useLab } from '../store/lab';
import { planRace, type RacePlan } from './racePlan';
import { readForm, type ReadRecommendForm, type RecommendForm } from './recommendForm';

export interface PlannedRace extends Pick<ReadRecommendForm, 'messages'> {
  /** Null as long as a field is wrong, or a limit cannot be read. */
  readonly asked: RaceAsked | null;
  /** Null until the model's shape is known. */
  readonly plan: RacePlan | null;
}

export function useRacePlan(form: RecommendForm): PlannedRace {
  const experiment = useLab((lab) => lab.experiment);
  const config = useLab((lab) => lab.modelConfig);
  const { asked, messages } = useMemo(
    () => readForm(form, config && totalParameters(config)),
    [form, config],
  );
  const candidates = useMemo(
    () => (config ? raceCandidates(experiment, config.layers, form.candidates) : []),
    [experiment, config, form.candidates],
  );
  const limitsMemory = asked?.limits.memory != null;
  const weighed = useMemo(
    () => (limitsMemory && candidates.length > 0 ? { ...experiment, scenarios: candidates } : null),
    [limitsMemory, candidates, experiment],
  );
  const memory = useCandidateMemory(weighed)?.memory;
  const plan = useMemo(
    () =>
      asked && config
        ? planRace(experiment, candidates, {
            ...{ asked, config },
            memory: candidates.map((_, i) => {
              const peak = memory?.[i];
              return peak ? totalBytes(peak) : null;
            }),
          })
        : null,
    [asked, config, experiment, candidates, memory],
  );
  return { asked, messages, plan };
}
