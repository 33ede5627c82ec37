import { describe, expect, it } from 'vitest';
import { DEFAULT_DATA } from '../experiment/defaults';
import { labelDataset, selectRows } from './selectRows';
import { testShare, testSource } from './splits';
import type { OpenDataset } from './splits';
import { partOff } from './testRows';
import { contextWith, datasetOf } from './testing';

const CONTEXT = contextWith();
const ALL = { trainingRows: null, validationRows: null, rowChoice: 'sample', shuffle: true } as const;
type Settings = Parameters<typeof selectRows>[1];

const numbered = (count: number, start = 0): string =>
  `text,label\n${Array.from({ length: count }, (_, i) => `sentence ${start + i},${i % 2}\n`).join('')}`;

async function select(dataset: OpenDataset, settings: Partial<Settings> = {}) {
  const labelled = await labelDataset(dataset, DEFAULT_DATA, CONTEXT);
  const { train, validation, takeTest } = await selectRows(labelled, { ...ALL, ...settings }, CONTEXT);
  const texts = (rows: Iterable<{ readonly text: string }>): string[] => [...rows].map(({ text }) => text);
  const test = takeTest && (await takeTest(CONTEXT));
  return { train: texts(train), validation: texts(validation), test: test && texts(test), takeTest };
}

const shared = (train: string, validation: string | null, share: number): OpenDataset => ({
  ...datasetOf(train, validation),
  test: { kind: 'share', share },
});

describe('the test rows', () => {
  it('are none unless there is a split for them or a share is kept', async () => {
    expect((await select(datasetOf(numbered(8), numbered(4, 100)))).test).toBeNull();
  });

  it('are a share of the validation split that is not measured before, the same however many rows are', async () => {
    const dataset = shared(numbered(8), numbered(20, 100), 0.3);
    const { train, validation, test } = await select(dataset);
    expect(train).toHaveLength(8);
    expect([validation.length, test?.length]).toEqual([14, 6]);
    expect(new Set([...validation, ...(test ?? [])]).size).toBe(20);
    const few = await select(dataset, { validationRows: 5 });
    expect(few.test).toEqual(test);
    expect(few.validation.filter((text) => test?.includes(text))).toEqual([]);
    expect(few.validation).toHaveLength(5);
  });

  it('are a share of what is held out of the training rows, of which no text is trained on', async () => {
    const rows = numbered(100);
    const without = await select(datasetOf(rows));
    const { train, validation, test } = await select(shared(rows, null, 0.5));
    expect(train).toEqual(without.train);
    expect([validation.length, test?.length]).toEqual([10, 10]);
    expect([...validation, ...(test ?? [])].sort()).toEqual([...without.validation].sort());
  });

  it('are a split of their own, read when they are asked for, with the classes of the training rows', async () => {
    let opened = 0;
    const dataset = (text: string): OpenDataset => {
      const { validation } = datasetOf(numbered(4), text);
      const open = () => {
        opened++;
        return validation ? Promise.resolve(validation) : Promise.reject(new Error('no split'));
      };
      return { ...datasetOf(numbered(8), numbered(4, 50)), test: { kind: 'split', split: 'test', open } };
    };
    const labelled = await labelDataset(dataset(numbered(6, 200)), DEFAULT_DATA, CONTEXT);
    const { takeTest } = await selectRows(labelled, ALL, CONTEXT);
    expect(opened).toBe(0);
    const test = await takeTest?.(CONTEXT);
    expect(opened).toBe(1);
    expect(test && [...test].map(({ text, label }) => [text, label])).toEqual(
      Array.from({ length: 6 }, (_, i) => [`sentence ${200 + i}`, i % 2]),
    );
    await expect(select(dataset('text,label\na,-1\nb,-1\n'))).rejects.toThrow(
      /No row of validation\.csv can be used .*may be hidden/,
    );
    await expect(select(dataset('sentence,label\na,1\n'))).rejects.toThrow(/no column "text"/);
  });

  it('leave a row to measure before, and take one at least', () => {
    const rows = Int32Array.of(3, 5, 8);
    expect(partOff(rows, 0.05)).toMatchObject({ measured: { length: 2 }, tested: { length: 1 } });
    expect(partOff(rows, 0.95)).toMatchObject({ measured: { length: 1 }, tested: { length: 2 } });
    expect(partOff(rows, 0)).toEqual({ measured: rows, tested: new Int32Array(0) });
    expect(partOff(Int32Array.of(4), 0.5)).toMatchObject({ measured: { length: 1 }, tested: { length: 0 } });
  });
});

describe('the source of the test rows', () => {
  const open = () => Promise.reject(new Error('not opened'));
  const of = (choice: string | null, used: readonly (string | null)[] = ['train', 'validation']) =>
    testSource('owner/data', choice, { splits: ['train', 'validation', 'test', 'more'], used, open });

  it('is the chosen split or share, or a split called test that nothing else uses', () => {
    expect(of(null)).toMatchObject({ kind: 'split', split: 'test' });
    expect(of(null, ['train', 'test'])).toBeNull();
    expect(of('more')).toMatchObject({ kind: 'split', split: 'more' });
    expect(of('0.3')).toEqual({ kind: 'share', share: 0.3 });
    expect([testShare('test'), testShare('0'), testShare('1.5'), testShare(null)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('is refused if it does not exist, or is trained or measured on before', () => {
    expect(() => of('nothing')).toThrow(/no split "nothing"/);
    expect(() => of('validation')).toThrow(/"validation" would also be trained or measured on/);
  });
});
