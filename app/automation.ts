/** @file What the page offers to programs: the command line drives the same page that people see. */
import { describeTokenNotes } from '../src/data/tokenNotes';
import { describeError, LabError } from '../src/base/errors';
import type { Experiment } from '../src/experiment/experiment';
import type { BackendName, Environment, ResultsFile } from '../src/results/results';
import type { Scored } from '../src/scores/moduleScores';
import { raceShare } from '../src/race/progress';
import type { RaceAsked } from '../src/race/race';
import type * as files from './automationFiles';
import type * as footing from './footing/automationFooting';
import type * as scoring from './automationScores';
import type * as race from './race/automationRace';
import type { RaceOutcome } from './race/raceOutcome';
import { currentNotes } from './store/sources/dataNotesSlice';
import { secondsLeft } from './store/eta/secondsLeft';
import { useLab } from './store/lab';
import type { WhichTrials } from './store/run/runState';
import { currentProblems } from './store/experiment/problems';
import { resultsFile } from './store/results/resultsFile';

export interface LabState {
  readonly running: boolean;
  /** True once the run stands still. A run that is asked to pause finishes its step first. */
  readonly paused: boolean;
  readonly phase: string | null;
  /** The index into the run's trials; of the first one if several train together. */
  readonly trial: number | null;
  readonly done: number;
  readonly total: number;
  readonly trialsDone: number;
  readonly trialsTotal: number;
  readonly secondsLeft: number | null;
  /** How much of the race under way is over, in [0, 1]; null while there is none. */
  readonly raceShare: number | null;
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
   * Runs all trials again from the start, or those that are missing. Resolves when the run ends, even if it was cancelled or trials failed;
   * rejects with an Error whose message is what went wrong and what to do, if the run could not go on.
   */
  readonly run: (options?: { backend?: BackendName | null; which?: WhichTrials }) => Promise<ResultsFile>;
  /**
   * Scores all modules of the experiment's model; `request` is as in the address: `gradient:8`. For scores of a trained
   * scenario it first runs the trials that have not run, and scores the first scenario that has adapters. Null if it was
   * cancelled; rejects as `run` does.
   */
  readonly scores: (request: string, options?: { backend?: BackendName | null }) => Promise<Scored | null>;
  /** Adds the scenario of ranks that a score makes at a budget, and tells it. Rejects as `run` does. */
  readonly ranks: (...of: Parameters<typeof scoring.ranksByProgram>) => Promise<scoring.RanksOutcome>;
  /** Spearman's correlation of each pair of scores. */
  readonly agreements: (...of: Parameters<typeof scoring.agreementsTold>) => Promise<scoring.AgreementTold[]>;
  /** What is wrong with judging scores so, in a sentence, before they are computed; null if nothing is. */
  readonly judgingProblem: (...of: Parameters<typeof scoring.judgingProblem>) => Promise<string | null>;
  /** Adds the scenarios by which scores are judged, and tells them. Rejects as `run` does. */
  readonly judge: (...of: Parameters<typeof scoring.addJudging>) => Promise<scoring.JudgingTold>;
  /** The verdicts on scores by the trials so far. Rejects as `run` does. */
  readonly verdicts: (...of: Parameters<typeof scoring.verdictsTold>) => Promise<scoring.VerdictsTold>;
  /**
   * Races candidates for the open experiment's model and data, and tells which is recommended; see `driveRace`. Rejects as
   * `run` does.
   */
  readonly recommend: (asked: RaceAsked, options: race.RecommendOptions) => Promise<RaceOutcome>;
  /** All trials of the race under way, or of the latest one; null before its first trial has ended. */
  readonly raceResults: () => Promise<ResultsFile | null>;
  /** Makes the scenarios equal in parameters, memory or time; see `equalize`. Rejects as `run` does. */
  readonly equalize: (...of: Parameters<typeof footing.equalize>) => Promise<footing.EqualOutcome>;
  /** Tries each scenario with several learning rates, and takes the best; see `tuneRates`. Rejects as `run` does. */
  readonly tuneRates: (...of: Parameters<typeof footing.tuneRates>) => Promise<footing.RatesOutcome>;
  /** Cancels the run, the race and the computation of scores. */
  readonly cancel: () => void;
  /** Pauses the run before its next step, with everything kept on the device. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** The results so far; null while nothing is known yet. */
  readonly results: () => ResultsFile | null;
  readonly experiment: () => Experiment;

  /** A hidden input, for a program to fill with files from this device. */
  readonly fileInput: () => HTMLInputElement;
  /** @param settings null leaves the hub, or the access token, unchanged */
  readonly chooseHub: (settings: files.HubChoice) => void;
  /**
   * Fits the scenarios to the model's layers, as when a person chooses it. This method and the following ones reject as
   * `run` does.
   */
  readonly chooseModel: (model: string | files.PickedFolder) => Promise<void>;
  readonly chooseData: (train: HTMLInputElement, validation: HTMLInputElement | null) => Promise<void>;
  /**
   * What the page says about the experiment's data set, line by line. There are no lines if it cannot be used; `run`
   * says why.
   */
  readonly inspectData: () => Promise<string[]>;
  /** Adds each folder's adapter as a scenario. */
  readonly addAdapters: (
    adapters: readonly files.PickedFolder[],
    options: files.AdapterOptions,
  ) => Promise<void>;
  /** Downloads a finished trial's PEFT adapter as a zip. @param id the id of its record */
  readonly saveAdapter: (id: string) => Promise<void>;
}

declare global {
  interface Window {
    loraLab: LabAutomation;
  }
}

/** Puts an error's remedy into its message, because only the message of an error leaves the browser. */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message, remedy } = describeError(error);
    throw new LabError(`${message} ${remedy}`, remedy);
  }
}

/** People do not need it, so it is fetched when a program asks. */
const withFiles = <T>(work: (of: typeof files) => T | Promise<T>): Promise<T> =>
  told(async () => work(await import('./automationFiles')));

const withScores = <T>(work: (of: typeof scoring) => T | Promise<T>): Promise<T> =>
  told(async () => work(await import('./automationScores')));

const withRace = <T>(work: (of: typeof race) => T | Promise<T>): Promise<T> =>
  told(async () => work(await import('./race/automationRace')));

const withFooting = <T>(work: (of: typeof footing) => Promise<T>): Promise<T> =>
  told(async () => work(await import('./footing/automationFooting')));

function fileInput(): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  document.body.append(input);
  return input;
}

function chooseHub({ url, token }: files.HubChoice): void {
  useLab.getState().changeSources({
    ...(url !== null && { hubUrl: url }),
    ...(token !== null && { hubToken: token }),
  });
}

export function exposeAutomation(): void {
  window.loraLab = {
    state() {
      const lab = useLab.getState();
      const notes = currentNotes(lab);
      const { run, environment, environmentError, urlProblems } = lab;
      return {
        running: run.status !== 'idle',
        paused: run.status === 'paused',
        phase: run.phase,
        trial: run.trial,
        done: run.done,
        total: run.total,
        trialsDone: run.finished.length,
        trialsTotal: run.trials.length,
        secondsLeft: secondsLeft(run, Date.now()),
        raceShare: lab.isRacing && lab.race ? raceShare(lab.race, (Date.now() - lab.raceBegan) / 1000) : null,
        problems: [...urlProblems, ...currentProblems(lab)],
        error: run.error ?? environmentError,
        environment,
        dataNote: notes && describeTokenNotes(notes),
      };
    },
    run: ({ backend, which = 'all' } = {}) =>
      told(() => useLab.getState().startRun({ which, ...(backend === undefined ? {} : { backend }) })),
    scores: (request, { backend } = {}) =>
      withScores(({ scoresByProgram }) => scoresByProgram(request, backend)),
    ranks: (...of) => withScores(({ ranksByProgram }) => ranksByProgram(...of)),
    agreements: (...of) => withScores(({ agreementsTold }) => agreementsTold(...of)),
    judgingProblem: (...of) => withScores(({ judgingProblem }) => judgingProblem(...of)),
    judge: (...of) => withScores(({ addJudging }) => addJudging(...of)),
    verdicts: (...of) => withScores(({ verdictsTold }) => verdictsTold(...of)),
    recommend: (asked, options) => withRace(({ recommendByProgram }) => recommendByProgram(asked, options)),
    raceResults: () => withRace(({ raceResults }) => raceResults()),
    equalize: (...of) => withFooting(({ equalize }) => equalize(...of)),
    tuneRates: (...of) => withFooting(({ tuneRates }) => tuneRates(...of)),
    cancel() {
      useLab.getState().cancelRace();
      useLab.getState().cancelRun();
      useLab.getState().cancelScores();
    },
    pause: () => useLab.getState().pauseRun(),
    resume: () => useLab.getState().resumeRun(),
    results() {
      const lab = useLab.getState();
      return resultsFile(lab.experiment, lab);
    },
    experiment: () => useLab.getState().experiment,
    fileInput,
    chooseHub,
    chooseModel: (model) => withFiles(({ chooseModel }) => chooseModel(model)),
    chooseData: (train, validation) => withFiles(({ chooseData }) => chooseData(train, validation)),
    inspectData: () => withFiles(({ inspectData }) => inspectData()),
    addAdapters: (adapters, options) => withFiles(({ addAdapters }) => addAdapters(adapters, options)),
    saveAdapter: (id) => withFiles(({ saveAdapter }) => saveAdapter(id)),
  };
}
