/** @file Opens a data set on the hub: its subsets and splits, and the two splits that are read. */
import { LabError } from '../../base/errors';
import { type DataChoice, HELD_OUT } from '../../experiment/experiment';
import { quote } from '../../experiment/validate';
import type { SourceRef } from '../../sources/sourceRef';
import { openParquet } from '../formats/parquet/parquet';
import { chosenSplit, type OpenDataset, sameSplit, testSource } from '../splits';
import type { ReadContext, RowSource } from '../table';
import { type HubFile, type Listing, listParquet } from './listing';
import { openRangeFile } from './rangeFile';

/** Names of splits that can be measured on, best first; a `test` split's labels may be hidden. */
const VALIDATION_NAMES = [/^validation$/i, /^(valid|val|dev|eval)$/i, /^(validation|dev)/i];
const TEST_NAME = /^test$/i;
const TRAIN_NAMES = [/^train$/i, /train/i];

/** @throws LabError if the hub does not have it, or lacks the chosen part */
export async function openHubDataset(
  { repository, revision }: Extract<SourceRef, { kind: 'hub' }>,
  choice: DataChoice,
  context: ReadContext,
): Promise<OpenDataset> {
  const listing = await listParquet(repository, revision, context);
  const [subset, files] = chooseSubset(repository, listing, choice.subset);
  const splits = [...files.keys()];
  const trainSplit =
    choice.trainSplit === null
      ? (match(splits, TRAIN_NAMES) ?? firstOf(splits, repository))
      : chosenSplit(repository, choice.trainSplit, splits);
  const others = splits.filter((split) => split !== trainSplit && split !== choice.testSplit);
  const named = match(others, VALIDATION_NAMES);
  const test = match(others, [TEST_NAME]);
  const automatic = named ?? test ?? null;
  const validationSplit =
    choice.validationSplit === HELD_OUT
      ? null
      : choice.validationSplit === null
        ? automatic
        : chosenSplit(repository, choice.validationSplit, splits);
  if (validationSplit === trainSplit) throw sameSplit(trainSplit);
  const open = async (split: string): Promise<RowSource> => {
    const opened = await Promise.all(
      (files.get(split) ?? []).map(({ url, name, size }) => openRangeFile(url, name, size, context)),
    );
    return await openParquet(`split ${quote(split)} of ${repository}`, opened, context, choice);
  };
  const [train, validation] = await Promise.all([
    open(trainSplit),
    validationSplit === null ? null : open(validationSplit),
  ]);
  return {
    subsets: listing.size > 1 ? [...listing.keys()] : [],
    subset: listing.size > 1 ? subset : null,
    splits,
    trainSplit,
    validationSplit,
    train,
    validation,
    validationIsGuess: choice.validationSplit === null && named === null,
    test: testSource(repository, choice.testSplit, { splits, used: [trainSplit, validationSplit], open }),
  };
}

type Splits = ReadonlyMap<string, readonly HubFile[]>;

/** The subset that was asked for; or else "default", or else the first with a split to train on. */
function chooseSubset(repository: string, listing: Listing, asked: string | null): readonly [string, Splits] {
  const subsets = [...listing.keys()];
  if (asked !== null) {
    const found = listing.get(asked);
    if (found) return [asked, found];
    throw new LabError(
      `${repository} has no subset ${quote(asked)}.`,
      `Choose one of ${subsets.slice(0, 12).map(quote).join(', ')}.`,
    );
  }
  const usual = listing.get('default');
  if (usual) return ['default', usual];
  const all = [...listing];
  const trains = all.find(([, splits]) => match([...splits.keys()], TRAIN_NAMES) !== null);
  return trains ?? firstOf(all, repository);
}

function firstOf<T>(values: readonly T[], repository: string): T {
  const [first] = values;
  if (first === undefined) throw new Error(`The listing of ${repository} is empty.`);
  return first;
}

function match(names: readonly string[], patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = names.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return null;
}
