/** @file The page's door for programs: the command line drives the same page that people see. */
import { describeTokenNotes } from '../src/data/tokenNotes';
import { describeError, LabError } from '../src/errors';
import type { Experiment } from '../src/experiment/experiment';
import type { BackendName, Environment, ResultsFile } from '../src/experiment/results';
import { currentNotes } from './store/dataNotesSlice';
import { secondsLeft } from './store/estimate';
import { useLab } from './store/lab';
import { currentProblems, resultsFile } from './store/selectors';

export interface LabState {
  readonly running: boolean;
  readonly phase: string | null;
  /** Index into the run's trials. */
  readonly trial: number | null;
  readonly done: number;
  readonly total: number;
  readonly trialsDone: number;
  readonly trialsTotal: number;
  readonly secondsLeft: number | null;
  /** Wrong parts of the URL, and what keeps the experiment from being run. */
  readonly problems: string[];
  readonly error: { message: string; remedy: string } | null;
  readonly environment: Environment | null;
  /** How many rows the sequence length cuts, as a sentence; null until they are tokenized. */
  readonly dataNote: string | null;
}

export interface LabAutomation {
  readonly state: () => LabState;
  /**
   * Runs all trials anew. Resolves when the run ends, also cancelled or with failed trials; rejects with
   * an Error whose message is what went wrong and what to do, if the run could not go on.
   */
  readonly run: (options?: { backend?: BackendName | null }) => Promise<ResultsFile>;
  readonly cancel: () => void;
  /** Null while nothing is known yet. */
  readonly results: () => ResultsFile | null;
  readonly experiment: () => Experiment;
}

declare global {
  interface Window {
    loraLab: LabAutomation;
  }
}

export function exposeAutomation(): void {
  window.loraLab = {
    state() {
      const lab = useLab.getState();
      const notes = currentNotes(lab);
      const { run, environment, environmentError, urlProblems } = lab;
      return {
        running: run.status !== 'idle',
        phase: run.phase,
        trial: run.trial,
        done: run.done,
        total: run.total,
        trialsDone: run.finished.length,
        trialsTotal: run.trials.length,
        secondsLeft: secondsLeft(run, Date.now()),
        problems: [...urlProblems, ...currentProblems(lab)],
        error: run.error ?? environmentError,
        environment,
        dataNote: notes && describeTokenNotes(notes),
      };
    },
    async run({ backend } = {}) {
      const { startRun } = useLab.getState();
      try {
        return await startRun({ which: 'all', ...(backend === undefined ? {} : { backend }) });
      } catch (error) {
        // A structured clone out of the browser keeps only the message.
        const { message, remedy } = describeError(error);
        throw new LabError(`${message} ${remedy}`, remedy);
      }
    },
    cancel: () => useLab.getState().cancelRun(),
    results: () => resultsFile(useLab.getState().experiment, useLab.getState()),
    experiment: () => useLab.getState().experiment,
  };
}
