/** @file Keeps the last data set between trials, runs and inspections: its files, its rows and its token ids. */
import { type DataInspection, inspectDataset } from '../src/data/inspectDataset';
import { openDataset } from '../src/data/openDataset';
import { labelDataset, type LabelledDataset, type SelectedRows, selectRows } from '../src/data/selectRows';
import { Sentences } from '../src/data/sentences';
import type { OpenDataset } from '../src/data/splits';
import type { ReadContext } from '../src/data/table';
import { tokenNotes, type TokenNotes } from '../src/data/tokenNotes';
import { LabError } from '../src/base/errors';
import type { Experiment } from '../src/experiment/experiment';
import { longestSentence } from '../src/architecture/config';
import type { SourceSettings } from '../src/sources/sourceSettings';
import { LastMade } from './lastMade';
import type { LoadOptions } from './loadOptions';
import type { ModelDescription } from './modelCache';
import { createTokenCache } from './tokenCache';
import { idsOf, tokenIds } from './tokenIds';

export interface LoadedData {
  readonly train: Sentences;
  readonly validation: Sentences;
  readonly notes: TokenNotes;
  /** The rows behind the token ids, what was left out, and the labels' names. */
  readonly rows: SelectedRows;
}

/** What an inspection, the rows and the token ids depend on. */
export type DataRequest = Pick<Experiment, 'dataset' | 'data'>;

export class DataCache {
  // Keeps one of each: going back to another data set is rare, and they are large.
  private readonly opened = new LastMade<OpenDataset>();
  private readonly labelled = new LastMade<LabelledDataset>();
  private readonly selected = new LastMade<SelectedRows>();
  private readonly loaded = new LastMade<LoadedData>();
  /** Training rows of one seed, where each has its own. */
  private readonly drawn = new LastMade<Sentences>();
  private readonly cache = createTokenCache();

  /** @throws LabError if the data set cannot be loaded; the signal's reason if it aborts */
  async inspect(request: DataRequest, options: LoadOptions): Promise<DataInspection> {
    const label = () => this.label(request, options);
    return await inspectDataset(await this.open(request, options), label, contextOf(options));
  }

  /** The rows that the experiment uses. @throws as inspect does, and LabError if they cannot be used as chosen */
  async rows({ dataset, data, training }: Experiment, options: LoadOptions): Promise<SelectedRows> {
    const { trainingRows, validationRows, rowChoice, shuffle } = training;
    const settings = [trainingRows, validationRows, rowChoice, shuffle];
    return await this.selected.get(
      [sourceKey(dataset, options.sources), data, settings],
      options.signal,
      async () => {
        const labelled = await this.label({ dataset, data }, options);
        return await selectRows(labelled, training, contextOf(options));
      },
    );
  }

  /** Those rows as token ids, cut to the experiment's length. @throws as rows does */
  async load(experiment: Experiment, model: ModelDescription, options: LoadOptions): Promise<LoadedData> {
    const { maxLength } = experiment.training;
    const longest = longestSentence(model.config);
    if (maxLength > longest)
      throw new LabError(
        `The sequence length ${maxLength} is more than the ${longest} tokens that ${model.id} can read.`,
        `Set the sequence length to ${longest} or less.`,
      );
    const rows = await this.rows(experiment, options);
    const key = [rowsNumber(rows), model.id, model.commit, maxLength];
    return await this.loaded.get(key, options.signal, async () => {
      const { train, validation } = await tokenIds(rows, model, maxLength, options, this.cache);
      return {
        train: new Sentences(train, rows.train.classes),
        validation: new Sentences(validation, rows.validation.classes),
        notes: tokenNotes([train, validation], maxLength),
        rows,
      };
    });
  }

  /** The rows that trials of a seed train on, as token ids, beside what {@link load} gave. @throws as load does */
  async trainOf(
    seed: number,
    { rows }: LoadedData,
    { training }: Experiment,
    model: ModelDescription,
    options: LoadOptions,
  ): Promise<Sentences> {
    const { maxLength } = training;
    const key = [rowsNumber(rows), model.id, model.commit, maxLength, seed];
    return await this.drawn.get(key, options.signal, async () => {
      const own = await rows.trainOf(seed, contextOf(options));
      return new Sentences(await idsOf(own, model, maxLength, options, this.cache), own.classes);
    });
  }

  /** The rows that are measured on once, at the end, as token ids. @throws as load does, and LabError if there are none */
  async test(experiment: Experiment, model: ModelDescription, options: LoadOptions): Promise<Sentences> {
    const { takeTest } = await this.rows(experiment, options);
    if (!takeTest)
      throw new LabError(
        `${experiment.dataset} has no test sentences.`,
        'Keep a share of the validation sentences for the test, for example test=0.3 in the address, and run again.',
      );
    const rows = await takeTest(contextOf(options));
    if (rows.length === 0)
      throw new LabError(
        `The test of ${experiment.dataset} leaves no sentences to measure on.`,
        'Choose another test split or share.',
      );
    const ids = await idsOf(rows, model, experiment.training.maxLength, options, this.cache);
    return new Sentences(ids, rows.classes);
  }

  private label(request: DataRequest, options: LoadOptions): Promise<LabelledDataset> {
    const key = [sourceKey(request.dataset, options.sources), request.data];
    return this.labelled.get(key, options.signal, async () =>
      labelDataset(await this.open(request, options), request.data, contextOf(options)),
    );
  }

  private open({ dataset, data }: DataRequest, options: LoadOptions): Promise<OpenDataset> {
    const { subset, trainSplit, validationSplit, testSplit, header, delimiter, encoding, missing } = data;
    const reading = [header, delimiter, encoding, missing];
    const splits = [subset, trainSplit, validationSplit, testSplit];
    const key = [sourceKey(dataset, options.sources), splits, reading];
    return this.opened.get(key, options.signal, () => {
      this.labelled.forget();
      this.selected.forget();
      return openDataset(dataset, data, options.baseUrl, contextOf(options));
    });
  }
}

/**
 * Tells whether a data set is still the same: files also by size and time of change. The access token is not part of
 * it.
 */
function sourceKey(dataset: string, { hubUrl, localDatasets }: SourceSettings): unknown {
  const files = localDatasets.get(dataset);
  const print = (file: File | null | undefined) => file && [file.name, file.size, file.lastModified];
  return [dataset, hubUrl, print(files?.train), print(files?.validation)];
}

const numbers = new WeakMap<SelectedRows, number>();
let numbersGiven = 0;

/** A number for these very rows, so that a key does not have to hold them. */
function rowsNumber(rows: SelectedRows): number {
  const known = numbers.get(rows) ?? ++numbersGiven;
  numbers.set(rows, known);
  return known;
}

/** Reports the sum of the bytes that are read in parts. */
function contextOf({ sources, signal, onBytes }: LoadOptions): ReadContext {
  let received = 0;
  return {
    sources,
    signal,
    onBytes: (bytes, total) => {
      received += bytes;
      onBytes(received, Math.max(received, total));
    },
  };
}
