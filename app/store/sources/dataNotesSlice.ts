/** @file How long the rows of the data set are, once the worker has tokenized them. */
import type { StateCreator } from 'zustand';
import type { TokenNotes } from '../../../src/data/tokenNotes';
import type { Experiment } from '../../../src/experiment/experiment';
import type { ExperimentSlice } from '../experiment/experimentSlice';

export interface DataNotesSlice {
  /** The worker's latest notes. */
  readonly dataNotes: {
    readonly model: string;
    readonly dataset: string;
    readonly notes: TokenNotes;
  } | null;
  readonly noteData: (experiment: Experiment, notes: TokenNotes) => void;
}

export const createDataNotesSlice: StateCreator<DataNotesSlice & ExperimentSlice, [], [], DataNotesSlice> = (
  set,
) => ({
  dataNotes: null,
  noteData: ({ model, dataset }, notes) => set({ dataNotes: { model, dataset, notes } }),
});

/** The notes on the edited experiment's rows; null while there are none. */
export function currentNotes({
  experiment,
  dataNotes,
}: Pick<ExperimentSlice & DataNotesSlice, 'experiment' | 'dataNotes'>): TokenNotes | null {
  const { model, dataset, training } = experiment;
  const known =
    dataNotes?.model === model &&
    dataNotes.dataset === dataset &&
    dataNotes.notes.maxLength === training.maxLength;
  return known ? dataNotes.notes : null;
}
