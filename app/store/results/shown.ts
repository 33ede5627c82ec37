/** @file Which experiment's results are shown, and where its model and data come from. */
import type { Experiment } from '../../../src/experiment/experiment';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { Origins } from '../sources/provenance';

/** The part of the last run that is read here. */
interface LastRun {
  readonly status: string;
  readonly experiment: Experiment | null;
  readonly sources: SourceSettings | null;
}

export interface ShownRun {
  readonly run: Pick<LastRun, 'status' | 'experiment'>;
  readonly experiment: Experiment;
}

/** The experiment whose results are shown: the running one until it ends, then the edited one. */
export function shownExperiment({ run, experiment }: ShownRun): Experiment {
  return run.status !== 'idle' && run.experiment ? run.experiment : experiment;
}

/** Where that experiment's model and data come from. */
export function shownOrigins({
  run,
  sources,
  commits,
}: Origins & { readonly run: Pick<LastRun, 'status' | 'sources'> }): Origins {
  return { sources: run.status !== 'idle' && run.sources ? run.sources : sources, commits };
}
