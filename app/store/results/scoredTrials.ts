/** @file Which trained trials the scores of a trained scenario are of. */
import { moduleCount } from '../../../src/architecture/modules';
import { findScenario, scenarioId } from '../../../src/experiment/scenarioId';
import { SCORE_SEEDS } from '../../../src/scores/scoreRequest';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { Origins } from '../sources/provenance';
import type { RecordsSlice } from './recordsSlice';
import type { TrainedSlice, UsableTrial } from './trainedSlice';
import { trialSlots } from './trialKey';

export type TrialsScored = Pick<ExperimentSlice, 'experiment' | 'selectedId'> &
  Pick<RecordsSlice, 'records'> &
  Pick<TrainedSlice, 'usable'> &
  Origins;

/**
 * The finished trials of the open scenario whose adapters are kept, the first seeds of them, at most {@link SCORE_SEEDS};
 * none if it has no adapters.
 */
export function scoredTrials(lab: TrialsScored): UsableTrial[] {
  const { experiment, selectedId, records, usable } = lab;
  const scenario = selectedId === null ? undefined : findScenario(experiment.scenarios, selectedId);
  if (scenario?.method !== 'lora' || moduleCount(scenario.modules) === 0) return [];
  return trialSlots(experiment, records, lab)
    .filter(({ spec }) => scenarioId(spec.scenario) === selectedId)
    .flatMap(({ key, record }) =>
      record?.status === 'done' && usable[record.id] === true
        ? [{ key, id: record.id, seed: record.seed }]
        : [],
    )
    .sort((a, b) => a.seed - b.seed)
    .slice(0, SCORE_SEEDS)
    .map(({ key, id }) => ({ key, id }));
}
