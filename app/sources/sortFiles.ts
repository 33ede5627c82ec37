/** @file Decides which of the files that a person gives is trained on, and which is measured on. */
import { LabError } from '../../src/base/errors';
import { shownName } from '../../src/base/shown';
import { ACCEPTED_FILES, extensionOf, READABLE_FILE } from '../../src/data/formats/extensions';

interface Named {
  readonly name: string;
  readonly size: number;
  /** The path from the dropped folder on; empty for a file that was dropped by itself. */
  readonly webkitRelativePath?: string;
}

export interface SortedFiles<T> {
  readonly train: T;
  readonly validation: T | null;
  /** Data files that are not used: the test split of a folder. */
  readonly leftOut: readonly T[];
}

/** What libraries write beside the data, in a format that the lab would read. */
const NO_DATA =
  /^(\..*|dataset_infos?\.json|dataset_dict\.json|state\.json|.*config\.json|(readme|license)\.txt)$/i;
const IS_DATA: ReadonlySet<string> = new Set(
  ACCEPTED_FILES.split(',').map((extension) => extension.slice(1)),
);

const isOfFolder = ({ webkitRelativePath }: Named): boolean => (webkitRelativePath ?? '') !== '';
const depthOf = ({ webkitRelativePath }: Named): number => (webkitRelativePath ?? '').split('/').length;
const isTrained = ({ name }: Named): boolean => /train/i.test(name);
const isValidation = ({ name }: Named): boolean => /valid|dev|eval|held/i.test(name);
const isMeasured = (file: Named): boolean => isValidation(file) || /test/i.test(file.name);

/**
 * The file that is measured on is recognized by its name, or else is the smaller of two. Of a folder, the shallowest data
 * files count; any other file dropped by itself is taken as it is, because its content may be data whatever its name.
 * @returns null for no files
 * @throws LabError if a folder holds no data, or if more than two files do not say which is which
 */
export function sortFiles<T extends Named>(given: readonly T[]): SortedFiles<T> | null {
  if (given.length === 0) return null;
  const files = dataOf(given);
  const [first, second, ...others] = files;
  if (!first) {
    const folder = (given[0]?.webkitRelativePath ?? '').split('/')[0] ?? '';
    throw new LabError(
      `The folder ${shownName(folder)} holds no ${READABLE_FILE}.`,
      'Drop a folder with train.csv and validation.csv, or the files themselves.',
    );
  }
  if (!second) return { train: first, validation: null, leftOut: [] };
  if (others.length > 0) return ofMany(files);
  const swapped = isMeasured(first) === isMeasured(second) ? first.size < second.size : isMeasured(first);
  const [train, validation] = swapped ? [second, first] : [first, second];
  return { train, validation, leftOut: [] };
}

/** Of more than two files, the names have to say which is which. */
function ofMany<T extends Named>(files: readonly T[]): SortedFiles<T> {
  const one = (candidates: readonly T[]): T | null =>
    candidates.length === 1 ? (candidates[0] ?? null) : null;
  const train = one(files.filter((file) => isTrained(file) && !isMeasured(file)));
  const named = files.filter(isValidation);
  const validation = one(named.length > 0 ? named : files.filter(isMeasured));
  if (!train || !validation)
    throw new LabError(
      `Among ${files.length} files (${files
        .slice(0, 4)
        .map(({ name }) => shownName(name))
        .join(', ')}${files.length > 4 ? ', …' : ''}) the names do not tell which one to train on.`,
      'Drop two: the one to train on, and the one to validate on.',
    );
  return { train, validation, leftOut: files.filter((file) => file !== train && file !== validation) };
}

function dataOf<T extends Named>(given: readonly T[]): readonly T[] {
  const data = given.filter(
    (file) => !isOfFolder(file) || (IS_DATA.has(extensionOf(file.name)) && !NO_DATA.test(file.name)),
  );
  const least = Math.min(...data.map(depthOf));
  return data.filter((file) => depthOf(file) === least);
}
