/** @file Picked data files in a real IndexedDB: kept with name and time, brought back, forgotten, and refused. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLab } from '../lab';
import { deleteDataset, readDataset } from '../storage/dataFilesPersistence';
import { datasetProvenance } from './provenance';

const lab = () => useLab.getState();
const before = lab();
const ID = 'local:mine.csv';
const file = (name: string, text: string) => new File([text], name, { lastModified: 1_700_000_000_000 });
const FILES = { train: file('mine.csv', 'a,b\n1,2\n'), validation: file('mine.dev.csv', 'a,b\n3,4\n') };

/** The page as it is after a reload. */
const reload = (): void => useLab.setState({ ...before, keptData: null, keptDataProblem: null });

beforeEach(reload);
afterEach(async () => {
  vi.restoreAllMocks();
  reload();
  await deleteDataset(ID);
});

it('brings both files back after a reload, with all that trials on them are found by', async () => {
  await lab().keepDataset(ID, FILES);
  expect(lab().keptData).toEqual({ [ID]: 16 });
  const origins = (sources: typeof before.sources) => datasetProvenance(ID, { sources, commits: {} });
  const picked = origins({ ...before.sources, localDatasets: new Map([[ID, FILES]]) });
  reload();
  await lab().restoreDataset(ID);
  const files = lab().sources.localDatasets.get(ID);
  expect(await files?.train.text()).toBe('a,b\n1,2\n');
  expect(files?.validation?.name).toBe('mine.dev.csv');
  expect(origins(lab().sources)).toBe(picked);
  await lab().listKeptData();
  expect(lab().keptData).toEqual({ [ID]: 16 });
});

it('forgets them, and leaves this visit its files', async () => {
  await lab().keepDataset(ID, FILES);
  await lab().restoreDataset(ID);
  await lab().forgetDataset(ID);
  expect(lab().keptData).toEqual({});
  expect(lab().sources.localDatasets.has(ID)).toBe(true);
  expect(await readDataset(ID)).toBeNull();
});

it('says that larger files must be picked again, and keeps no earlier ones in their place', async () => {
  await lab().keepDataset(ID, FILES);
  const large = new File([new Uint8Array(50_000_001)], 'mine.csv');
  await lab().keepDataset(ID, { train: large, validation: null });
  expect(lab().keptDataProblem).toMatch(/must be picked again/);
  expect(lab().keptData).toEqual({});
  expect(await readDataset(ID)).toBeNull();
});

it('tells of a full store, and of a browser that refuses', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  put.mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await lab().keepDataset(ID, FILES);
  expect(lab().keptDataProblem).toMatch(/storage for this page is full/);
  put.mockImplementation(() => {
    throw new DOMException('no', 'InvalidStateError');
  });
  await lab().keepDataset(ID, FILES);
  expect(lab().keptDataProblem).toMatch(/does not let the page keep files/);
});

it('asks for nothing where nothing is kept, or the data are not files', async () => {
  await lab().restoreDataset(ID);
  await lab().restoreDataset('review-sentences');
  expect(lab().sources.localDatasets.size).toBe(0);
});
