/** @file A run that was requested here while another tab trains some of its trials. */
import type { Experiment } from '../../../src/experiment/experiment';
import type { BackendName } from '../../../src/results/results';

export const RUNS_IN_OTHER_TAB = 'Trials of this experiment are running in another tab.';

export interface OtherTab {
  readonly experiment: Experiment;
  readonly backend: BackendName | null;
  /** Whether this tab waits to take over. */
  readonly waiting: boolean;
}
