/** @file How many validation examples the data set has, from its dataset.json: what one of them is worth. */
import type { StateCreator } from 'zustand';
import { parseSourceRef } from '../../src/sources/sourceRef';
import type { Lab } from './lab';

export interface DatasetSlice {
  /** Of the experiment's data set; null where nothing says so before the data are there. */
  readonly datasetValidationRows: number | null;
  readonly loadDatasetRows: (dataset: string) => Promise<void>;
}

export const createDatasetSlice: StateCreator<Lab, [], [], DatasetSlice> = (set, get) => ({
  datasetValidationRows: null,

  async loadDatasetRows(dataset) {
    const rows = await declaredRows(dataset);
    if (get().experiment.dataset === dataset) set({ datasetValidationRows: rows });
  },
});

/** Only the lab's own data sets have such a file. Without it the page says that the number is not known. */
async function declaredRows(dataset: string): Promise<number | null> {
  if (parseSourceRef('dataset', dataset)?.kind !== 'embedded') return null;
  try {
    const url = new URL(`datasets/${encodeURIComponent(dataset)}/dataset.json`, document.baseURI);
    const response = await fetch(url);
    return response.ok ? validationCount(await response.json()) : null;
  } catch {
    return null;
  }
}

function validationCount(description: unknown): number | null {
  const { counts } = (description ?? {}) as { readonly counts?: { readonly validation?: unknown } };
  const rows = counts?.validation;
  return typeof rows === 'number' && Number.isInteger(rows) && rows > 0 ? rows : null;
}
