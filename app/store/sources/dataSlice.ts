/** @file What is known about the chosen data set, and how another one is chosen. */
import type { StateCreator } from 'zustand';
import { DEFAULT_DATA } from '../../../src/experiment/defaults';
import type { DataChoice } from '../../../src/experiment/experiment';
import type { LocalDataset } from '../../../src/sources/sourceSettings';
import { localId } from '../../../src/sources/sourceRef';
import type { InspectRequest } from '../../../workers/client';
import type { DataInspection } from '../../../workers/protocol';
import { hubIds } from './hubIds';
import { trainer } from '../worker/trainer';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { KeptDataSlice } from './keptDataSlice';
import type { SourcesSlice } from './sourcesSlice';

export interface DataSlice {
  /** What is known about the experiment's data set; null until it has been inspected. */
  readonly inspection: DataInspection | null;
  /** The data set and choice that were inspected: after an edit, they differ from the experiment's until the next inspection. */
  readonly inspected: InspectRequest | null;
  readonly inspecting: boolean;
  readonly dataError: { readonly message: string; readonly remedy: string } | null;
  readonly inspectData: () => void;
  readonly chooseDataset: (id: string) => void;
  readonly chooseData: (change: Partial<DataChoice>) => void;
  readonly pickDataset: (files: LocalDataset) => void;
}

export const createDataSlice: StateCreator<
  DataSlice & ExperimentSlice & SourcesSlice & Pick<KeptDataSlice, 'keepDataset'>,
  [],
  [],
  DataSlice
> = (set, get) => ({
  inspection: null,
  inspected: null,
  inspecting: false,
  dataError: null,

  inspectData() {
    const { experiment, sources } = get();
    const { dataset, data } = experiment;
    if (hubIds({ model: '', dataset }).length > 0 && !sources.hubAllowed) {
      set({ inspection: null, inspecting: false, dataError: null });
      return;
    }
    set({ inspecting: true });
    try {
      trainer().inspectData({ dataset, data, sources }, ({ inspection, error }) => {
        const present = get();
        const stale = present.experiment.dataset !== dataset || present.experiment.data !== data;
        if (!stale && present.sources === sources)
          set({
            inspection,
            inspected: { dataset, data, sources },
            inspecting: false,
            dataError: error ?? inspection?.error ?? null,
          });
      });
    } catch (error) {
      const dataError = { message: String(error), remedy: 'Use a current browser.' };
      set({ inspecting: false, dataError });
    }
  },

  chooseDataset(id) {
    const { experiment, edit, allowHub } = get();
    if (hubIds({ model: '', dataset: id }).length > 0) allowHub();
    edit({ ...experiment, dataset: id, data: DEFAULT_DATA });
  },

  chooseData: (change) => {
    const { experiment, edit } = get();
    edit({ ...experiment, data: { ...experiment.data, ...change } });
  },

  pickDataset: (files) => {
    const { sources, changeSources, experiment, chooseDataset, keepDataset } = get();
    const id = localId(files.train.name);
    changeSources({ localDatasets: new Map([...sources.localDatasets, [id, files]]) });
    // The address may name the columns of just this file.
    if (experiment.dataset !== id) chooseDataset(id);
    void keepDataset(id, files);
  },
});
