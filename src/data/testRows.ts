/** @file The rows that are measured on once, at the end: a split of their own, or a share of the validation rows. */
import { LabError } from '../base/errors';
import { createRandom } from '../base/random';
import { ExampleReader } from './exampleReader';
import type { Examples } from './examples';
import { type LabelledSplit, readClasses } from './labelledSplit';
import type { Labels } from './labels';
import { sameColumns } from './sameColumns';
import type { TestSource } from './splits';
import type { ReadContext } from './table';

/** Test rows once the label columns of the other splits have been read; null if there are none. */
export type LabelledTest =
  | { readonly kind: 'split'; readonly label: (context: ReadContext) => Promise<LabelledSplit> }
  | {
      readonly kind: 'share';
      readonly share: number;
      /** The share of the validation split; null where the validation rows are held out of the training rows. */
      readonly part: LabelledSplit | null;
    }
  | null;

export function labelledTest(test: TestSource | null, train: LabelledSplit, labels: Labels): LabelledTest {
  if (!test) return null;
  if (test.kind === 'share') return { ...test, part: null };
  return { kind: 'split', label: (context) => labelSplit(test, train, labels, context) };
}

async function labelSplit(
  { split, open }: Extract<TestSource, { kind: 'split' }>,
  train: LabelledSplit,
  labels: Labels,
  context: ReadContext,
): Promise<LabelledSplit> {
  const source = await open();
  const labelled = await readClasses(source, sameColumns(train, source), labels, context);
  if (labelled.rows.length > 0) return labelled;
  const reasons = labelled.problems.map(({ reason }) => reason).join('; ');
  throw new LabError(
    `No row of ${source.name} can be used (${reasons}): the labels of the split "${split}" may be hidden.`,
    'Keep a share of the validation sentences for the test instead, for example test=0.3 in the address, and run again.',
  );
}

/** Parts the share for the test off a validation split. */
export function shareOut(
  validation: LabelledSplit,
  test: LabelledTest,
): { readonly validation: LabelledSplit; readonly test: LabelledTest } {
  if (test?.kind !== 'share') return { validation, test };
  const { measured, tested } = partOff(validation.rows, test.share);
  return {
    validation: { ...validation, rows: measured },
    test: { ...test, part: { ...validation, rows: tested } },
  };
}

/** Parts a share of rows off, the same every time. Both parts keep the order, and have a row each where there are two. */
export function partOff(
  rows: Int32Array,
  share: number,
): { readonly measured: Int32Array; readonly tested: Int32Array } {
  if (share === 0) return { measured: rows, tested: rows.slice(0, 0) };
  const most = Math.max(0, rows.length - 1);
  const count = Math.min(most, Math.max(1, Math.round(share * rows.length)));
  const indices = createRandom(0, 'test rows').shuffle(rows.map((_, index) => index));
  const isTested = new Uint8Array(rows.length);
  for (const index of indices.subarray(0, count)) isTested[index] = 1;
  return {
    measured: rows.filter((_, index) => isTested[index] === 0),
    tested: rows.filter((_, index) => isTested[index] === 1),
  };
}

/**
 * @param held the test rows where they are a part of rows that have been read
 * @returns reads the test rows, or throws LabError; null if there are none
 */
export function testTaker(
  test: LabelledTest,
  held: Examples | null,
): ((context: ReadContext) => Promise<Examples>) | null {
  if (!test) return null;
  if (held) return () => Promise.resolve(held);
  return async (context) => {
    const split = test.kind === 'split' ? await test.label(context) : test.part;
    if (!split) throw new Error('A share of held-out rows is parted off when they are read.');
    return await new ExampleReader(context).take(split, split.rows, null);
  };
}
