/** @file A data set of the hub: its subsets and splits, and the two splits that are read. */
import { LabError } from '../../base/errors';
import { type DataChoice, HELD_OUT } from '../../experiment/experiment';
import { quote } from '../../experiment/validate';
import type { SourceRef } from '../../sources/sourceRef';
import { openParquet } from '../formats/parquet/parquet';
import { chosenSplit, type OpenDataset, sameSplit } from '../splits';
import type { ReadContext, RowSource } from '../table';
import { type HubFile, type Listing, listParquet } from './listing';
import { openRangeFile } from './rangeFile';

/** Names of splits to measure on, best first; a `test` split's labels may be hidden. */
const VALIDATION_NAMES = [/^validation$/i, /^(valid|val|dev|eval)$/i, /^(validation|dev)/i];
const TEST_NAME = /^test$/i;
const TRAIN_NAMES = [/^train$/i, /train/i];

/** @throws LabError if the hub does not have it, or not what was chosen of it */
export async function openHubDataset(
  { repository, revision }: Extract<SourceRef, { kind: 'hub' }>,
  choice: DataChoice,
  context: ReadContext,
): Promise<OpenDataset> {
  const listing = await listParquet(repository, revision, context);
  const subset = chooseSubset(repository, listing, choice.subset);
  const files = listing.get(subset)!;
  const splits = [...files.keys()];
  const trainSplit =
    choice.trainSplit === null
      ? (match(splits, TRAIN_NAMES) ?? splits[0]!)
      : chosenSplit(repository, choice.trainSplit, splits);
  const others = splits.filter((split) => split !== trainSplit);
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
      files.get(split)!.map(({ url, name, size }: HubFile) => openRangeFile(url, name, size, context)),
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
  };
}

/** As asked for; else "default", else the first that has a split to train on. */
function chooseSubset(repository: string, listing: Listing, asked: string | null): string {
  const subsets = [...listing.keys()];
  if (asked !== null) {
    if (listing.has(asked)) return asked;
    throw new LabError(
      `${repository} has no subset ${quote(asked)}.`,
      `Choose one of ${subsets.slice(0, 12).map(quote).join(', ')}.`,
    );
  }
  if (listing.has('default')) return 'default';
  return subsets.find((subset) => match([...listing.get(subset)!.keys()], TRAIN_NAMES)) ?? subsets[0]!;
}

function match(names: readonly string[], patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = names.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return null;
}
