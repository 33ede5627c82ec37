import { beforeEach, expect, it, vi } from 'vitest';
import { given } from '../../../src/base/testing';
import { DEFAULT_DATA, DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Experiment } from '../../../src/experiment/experiment';
import { parseResults, serializeResults } from '../../../src/results/resultsFile';
import { sampleTrial } from '../../../src/experiment/testing';
import { DEFAULT_SOURCES } from '../../../src/sources/sourceSettings';
import type { DataInspection } from '../../../workers/protocol';
import { useLab } from '../lab';
import { IDLE_RUN } from '../run/runState';
import { resultsFile } from '../results/resultsFile';

const experiment: Experiment = { ...DEFAULT_EXPERIMENT, dataset: 'owner/reviews' };
const noLabel = { source: 'train', reason: 'no label', unit: 'row', count: 2, first: [1, 5] } as const;
const noText = { ...noLabel, reason: 'no text', count: 1, first: [3] } as const;

const inspection: DataInspection = {
  columns: [],
  reading: { train: { missing: [{ column: 'review', word: 'NA', count: 3 }] }, validation: null },
  chosen: { text: 'review', pair: null, label: 'mood' },
  ...{ subsets: [], subset: null, splits: ['train'], trainSplit: 'train', validationSplit: null, test: null },
  rows: { train: 90, validation: null },
  labels: ['bad', 'good'].map((name) => ({ name, train: 45, validation: null })),
  ...{ problems: [noLabel], complete: false, notes: ['a note'], error: null },
};
const reading = {
  ...{ train: 80, validation: 10, labels: ['bad', 'good'], notes: ['a note'] },
  problems: [noLabel, noText],
};

const dataOf = (of: Experiment = experiment) => resultsFile(of, useLab.getState())?.data;

beforeEach(() => {
  vi.stubGlobal('location', { href: 'https://lab.test/#old' });
  useLab.getState().loadExperiment(experiment, 'url');
  const { dataset, data } = experiment;
  useLab.setState({
    environment: sampleTrial().environment,
    run: IDLE_RUN,
    inspection,
    inspected: { dataset, data, sources: DEFAULT_SOURCES },
  });
});

it('a results file of the page holds what was found of its data, which reads back', () => {
  expect(dataOf()).toEqual({
    rows: inspection.rows,
    columns: inspection.chosen,
    classes: ['bad', 'good'],
    leftOut: [noLabel],
    reading: inspection.reading,
    notes: ['a note'],
  });
  const file = given(resultsFile(experiment, useLab.getState()));
  expect(parseResults(serializeResults(file)).data).toEqual(file.data);
});

it('holds rows that only a run has found to have no text', () => {
  const run = { ...IDLE_RUN, experiment, sources: DEFAULT_SOURCES, reading };
  useLab.setState({ run });
  expect(dataOf()?.leftOut).toEqual([noLabel, noText]);
  // A run of other rows tells of those.
  const training = { ...experiment.training, trainingRows: 7 };
  useLab.setState({ run: { ...run, experiment: { ...experiment, training } } });
  expect(dataOf()?.leftOut).toEqual([noLabel]);
  // Where all texts were looked at, more rows are known than a run reads.
  useLab.setState({ run, inspection: { ...inspection, complete: true } });
  expect(dataOf()?.leftOut).toEqual([noLabel]);
});

it('holds nothing of data that were chosen otherwise since', () => {
  const sources = { ...DEFAULT_SOURCES, hubUrl: 'https://mirror.test' };
  expect(dataOf({ ...experiment, data: { ...DEFAULT_DATA, labelColumn: 'stars' } })).toBeUndefined();
  expect(dataOf({ ...experiment, dataset: 'owner/others' })).toBeUndefined();
  expect(dataOf({ ...experiment, data: { ...experiment.data } })).toBeDefined();
  useLab.setState({ inspected: { ...given(useLab.getState().inspected), sources } });
  expect(dataOf()).toBeUndefined();
  useLab.setState({ inspected: null });
  expect(dataOf()).toBeUndefined();
});
