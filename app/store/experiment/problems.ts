/** @file What keeps the experiment from being run. */
import type { ModelConfig } from '../../../src/architecture/config';
import { validateExperiment } from '../../../src/experiment/validate';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { ExperimentSlice } from './experimentSlice';

/** The part of the store that is checked. */
interface Checked extends Pick<ExperimentSlice, 'experiment' | 'drafts'> {
  readonly modelConfig: ModelConfig | null;
  readonly sources: Pick<SourceSettings, 'localAdapters'>;
}

/** @returns sentences, each of which names the thing and the remedy */
export function currentProblems({ experiment, drafts, modelConfig, sources }: Checked): string[] {
  const unfinished = Object.values(drafts).map(({ of, message }) =>
    of === undefined ? message : `Scenario “${of}”: ${message}`,
  );
  const homeless = experiment.scenarios
    .filter(({ init }) => init !== undefined && !sources.localAdapters.has(init))
    .map(
      ({ name, init }) =>
        `Scenario “${name}”: its adapter ${(init ?? '').replace(/^local:/, '')} is not here. Add its files again.`,
    );
  return [...unfinished, ...homeless, ...validateExperiment(experiment, modelConfig ?? undefined)];
}
