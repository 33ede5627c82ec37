/** @file Opens a data set by its id, as a split to train on and one to measure on. */
import { LabError } from '../base/errors';
import { type DataChoice, HELD_OUT, type ReadingChoice } from '../experiment/experiment';
import { NO_WORDS } from '../experiment/readingChoice';
import { quote } from '../experiment/validate';
import { formatSourceId, parseSourceRef } from '../sources/sourceRef';
import { fetchFile, fetchJson } from '../sources/fetchFile';
import { ignoredNotes } from './formats/ignoredSettings';
import { AUTOMATIC, readFile, readText } from './formats/readFile';
import { openHubDataset } from './hub/openHubDataset';
import { chosenSplit, type OpenDataset, sameSplit, testSource } from './splits';
import type { ReadContext, RowSource } from './table';

/** @param baseUrl ends in a slash; `datasets/` is below it */
export async function openDataset(
  id: string,
  choice: DataChoice,
  baseUrl: string,
  context: ReadContext,
): Promise<OpenDataset> {
  const ref = parseSourceRef('dataset', id);
  if (ref?.kind === 'hub') return await openHubDataset(ref, choice, context);
  const files =
    ref?.kind === 'embedded'
      ? embeddedFiles(ref.name, baseUrl, choice, context)
      : localFiles(id, choice, context);
  if (choice.subset !== null)
    throw new LabError(
      `${id} has no subsets, so none called ${quote(choice.subset)}.`,
      'Choose no subset for this data set.',
    );
  const { splits } = files;
  const trainSplit = chosenSplit(id, choice.trainSplit ?? splits[0], splits);
  const validationSplit =
    choice.validationSplit === HELD_OUT
      ? null
      : choice.validationSplit === null
        ? (splits.find((split) => split !== trainSplit && split !== choice.testSplit) ?? null)
        : chosenSplit(id, choice.validationSplit, splits);
  if (validationSplit === trainSplit) throw sameSplit(trainSplit);
  const [train, validation] = await Promise.all([
    files.open(trainSplit),
    validationSplit === null ? null : files.open(validationSplit),
  ]);
  return {
    subsets: [],
    subset: null,
    splits,
    trainSplit,
    validationSplit,
    train,
    validation,
    validationIsGuess: false,
    test: testSource(id, choice.testSplit, {
      splits,
      used: [trainSplit, validationSplit],
      open: (split) => files.open(split),
    }),
  };
}

/** In the lab's own files no value is missing, whatever words their cells hold. */
const PLAIN: ReadingChoice = { ...AUTOMATIC, header: 'yes', missing: NO_WORDS };

const OWN = 'it is for files of your own, and this data set comes with the lab';
const IGNORED = { header: OWN, delimiter: OWN, encoding: OWN, missing: OWN };

interface Files {
  readonly splits: readonly [string, ...string[]];
  open(split: string): Promise<RowSource>;
}

function embeddedFiles(name: string, baseUrl: string, choice: ReadingChoice, { signal }: ReadContext): Files {
  const folder = `${baseUrl}datasets/${name}/`;
  return {
    splits: ['train', 'validation'],
    async open(split) {
      const [bytes, about] = await Promise.all([
        fetchFile(`${folder}${split}.tsv`, { signal }),
        fetchJson(`${folder}dataset.json`, { signal }) as Promise<{ labels: readonly string[] }>,
      ]);
      const source = readText(new TextDecoder().decode(bytes), `${split}.tsv`, PLAIN);
      const columns = source.columns.map((column) =>
        column.name === 'label' ? { ...column, classNames: about.labels } : column,
      );
      return { ...source, columns, notes: ignoredNotes(choice, IGNORED) };
    },
  };
}

function localFiles(id: string, choice: ReadingChoice, context: ReadContext): Files {
  const files = context.sources.localDatasets.get(id);
  if (!files)
    throw new LabError(
      `${formatSourceId(id)}: its files are not here. A page sees files only after you pick them, and keeps at most 50 MB of them for the next visit.`,
      'Pick or drop the files again.',
    );
  const { train, validation } = files;
  return {
    splits: validation ? ['train', 'validation'] : ['train'],
    open: (split) => readFile(split === 'validation' && validation ? validation : train, context, choice),
  };
}
