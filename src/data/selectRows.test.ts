import { describe, expect, it } from 'vitest';
import { DEFAULT_DATA } from '../experiment/defaults';
import type { DataChoice } from '../experiment/experiment';
import { createRandom } from '../base/random';
import { holdOut } from './heldOut';
import { labelDataset, selectRows } from './selectRows';
import { contextWith, datasetOf } from './testing';

const CONTEXT = contextWith();
const ALL = { trainingRows: null, validationRows: null, rowChoice: 'sample', shuffle: true } as const;
type Settings = Parameters<typeof selectRows>[1];

async function select(
  files: Parameters<typeof datasetOf>,
  settings: Partial<Settings> = {},
  choice: Partial<DataChoice> = {},
) {
  const labelled = await labelDataset(datasetOf(...files), { ...DEFAULT_DATA, ...choice }, CONTEXT);
  const { trainOf: _, ...selected } = await selectRows(labelled, { ...ALL, ...settings }, CONTEXT);
  return { ...selected, train: [...selected.train], validation: [...selected.validation] };
}

const numbered = (count: number, start = 0): string =>
  `text,label\n${Array.from({ length: count }, (_, i) => `sentence ${start + i},${i % 2}\n`).join('')}`;

describe('labels', () => {
  it('are the same for training and validation rows, numbers by value', async () => {
    const { labels, train, validation } = await select([
      'text,label\na,10\nb,2\nc,2\nd,-3\n',
      'text,label\ne,-3\nf,10.0\ng,002\n',
    ]);
    expect(labels).toEqual(['-3', '2', '10']);
    expect(train.map(({ label }) => label)).toEqual([2, 1, 1, 0]);
    expect(validation.map(({ label }) => label)).toEqual([0, 2]);
  });

  it('may have the names of an object’s own properties', async () => {
    const { labels, train } = await select([
      'text,label\na,__proto__\nb,constructor\n',
      'text,label\na,toString\nb,__proto__\n',
    ]);
    expect(labels).toEqual(['__proto__', 'constructor']);
    expect(train.map(({ label }) => label)).toEqual([0, 1]);
  });

  it.each([
    ['text,label\na,1\nb,1\n', /has one label/],
    [`text,label\n${Array.from({ length: 21 }, (_, i) => `t,${i}\n`).join('')}`, /21 different labels/],
    ['text,label\na,-1\nb,-1\n', /Every label .* is -1.*hide/],
    ['text,label\na,\nb,\n', /no labels/],
  ])('of %j are refused', async (csv, message) => {
    await expect(select([csv, numbered(4)], {}, { labelColumn: 'label' })).rejects.toThrow(message);
  });
});

describe('rows that cannot be used', () => {
  it('are reported with their number and lines', async () => {
    const { train, validation, problems } = await select([
      'text,label\na,0\n,1\nb,\nc,1\n  ,0\nd,1,extra\n',
      'text,label\ne,0\nf,7\ng,-1\nh,1\n',
    ]);
    expect(train.map(({ text }) => text)).toEqual(['a', 'c']);
    expect(validation.map(({ text }) => text)).toEqual(['e', 'h']);
    const line = { unit: 'line', count: 1 };
    expect(problems).toEqual([
      { ...line, source: 'train.csv', reason: 'more fields than the first line has', first: [7] },
      { ...line, source: 'train.csv', reason: 'no label', first: [4] },
      { ...line, source: 'validation.csv', reason: 'a label that no training row has', first: [3] },
      {
        ...line,
        source: 'validation.csv',
        reason: 'label -1, which hides the label, as in the test splits of GLUE',
        first: [4],
      },
      { unit: 'line', source: 'train.csv', reason: 'no text', count: 2, first: [3, 6] },
    ]);
  });

  it('make place for others, so that as many are used as were asked for', async () => {
    const csv = `text,label\n${Array.from({ length: 40 }, (_, i) => `${i % 2 ? '' : `t${i}`},${i % 4 < 2 ? 0 : 1}\n`).join('')}`;
    const { train, problems } = await select([csv, numbered(4)], { trainingRows: 15 });
    expect(train).toHaveLength(15);
    expect(problems[0]).toMatchObject({ reason: 'no text' });
  });

  it('end the run where a split hides its labels', async () => {
    await expect(select([numbered(4), 'text,label\na,-1\nb,-1\n'])).rejects.toThrow(
      /No row of validation.csv.*hides/,
    );
    const guess = { ...datasetOf(numbered(10), 'text,label\na,-1\nb,-1\n'), validationIsGuess: true };
    const labelled = await labelDataset(guess, DEFAULT_DATA, CONTEXT);
    expect(labelled.validation).toBeNull();
    expect(labelled.notes[0]).toMatch(/a part of train.csv is held out/);
  });
});

describe('fewer rows', () => {
  it('are the first ones, or a sample with a fixed seed', async () => {
    const files = [numbered(50), numbered(20, 100)] as const;
    const first = await select([...files], { trainingRows: 3, validationRows: 2, rowChoice: 'first' });
    expect(first.train.map(({ text }) => text)).toEqual(['sentence 0', 'sentence 1', 'sentence 2']);
    expect(first.validation.map(({ row }) => row)).toEqual([0, 1]);
    const sample = await select([...files], { trainingRows: 10 });
    const expected = createRandom(0, 'row sample').shuffle(Array.from({ length: 50 }, (_, i) => i));
    expect(sample.train.map(({ row }) => row)).toEqual(expected.slice(0, 10));
    const ordered = await select([...files], { trainingRows: 10, shuffle: false });
    expect(ordered.train.map(({ row }) => row)).toEqual(expected.slice(0, 10).sort((a, b) => a - b));
  });
});

describe('a sample for each seed', () => {
  const few = { trainingRows: 12, validationRows: 6, rowChoice: 'per-seed' } as const;

  /** Rows that a seed trains on, and those that everything is measured on. */
  async function drawn(files: Parameters<typeof datasetOf>, settings: Partial<Settings> = few) {
    const labelled = await labelDataset(datasetOf(...files), DEFAULT_DATA, CONTEXT);
    const selected = await selectRows(labelled, { ...ALL, ...settings }, CONTEXT);
    const of = async (seed: number) => [...(await selected.trainOf(seed, CONTEXT))];
    const rows = async (seed: number) => (await of(seed)).map(({ row }) => row);
    return { selected, of, rows, validation: [...selected.validation] };
  }

  it.each([
    ['beside a validation split', [numbered(60), numbered(20, 100)]],
    ['beside a held-out part', [numbered(80)]],
  ] as [string, Parameters<typeof datasetOf>][])('is another, and repeats, %s', async (_, files) => {
    const { rows, validation } = await drawn(files);
    const [one, two] = [await rows(1), await rows(2)];
    expect([one.length, two.length]).toEqual([12, 12]);
    expect(new Set(one).size).toBe(12);
    expect([...one].sort()).not.toEqual([...two].sort());
    const again = await drawn(files);
    expect(await again.rows(2)).toEqual(two);
    expect(again.validation).toEqual(validation);
    expect(validation).toEqual((await select(files, { ...few, rowChoice: 'sample' })).validation);
  });

  it('holds no text that is measured, however often the text stands in the data', async () => {
    const repeated = Array.from({ length: 120 }, (_, i) => `text ${i % 40},${i % 2}\n`).join('');
    const { of, validation } = await drawn([`text,label\n${repeated}`]);
    const measured = new Set(validation.map(({ text }) => text));
    for (const seed of [1, 2, 3])
      expect((await of(seed)).filter(({ text }) => measured.has(text))).toEqual([]);
  });

  it('is in the data set’s own order without shuffling', async () => {
    const { rows } = await drawn([numbered(60), numbered(20, 100)], { ...few, shuffle: false });
    const own = await rows(3);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  });

  it('is the same one for every seed where all rows are used, or a sample is asked for', async () => {
    for (const settings of [{ rowChoice: 'per-seed' }, { ...few, rowChoice: 'sample' }] as const) {
      const { selected } = await drawn([numbered(60), numbered(20, 100)], settings);
      expect(await selected.trainOf(1, CONTEXT)).toBe(selected.train);
    }
  });
});

describe('a held-out part', () => {
  it('is stratified, the same every time, and shares no text with the rest', async () => {
    const csv = `text,label\n${Array.from({ length: 300 }, (_, i) => `${i % 3 ? 'Text' : 'text '} ${i % 90},${i % 90 < 30 ? 1 : 0}\n`).join('')}`;
    const one = await select([csv]);
    expect(await select([csv])).toEqual(one);
    expect(one.train.length + one.validation.length).toBe(300);
    expect(one.validation.length).toBeGreaterThan(50);
    expect(one.validation.length).toBeLessThan(70);
    const share = one.validation.filter(({ label }) => label === 1).length / one.validation.length;
    expect(share).toBeCloseTo(0.4, 1); // 30 of the 90 texts have label 1, and occur four times, not three
    const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');
    const trained = new Set(one.train.map(({ text }) => plain(text)));
    expect(one.validation.filter(({ text }) => trained.has(plain(text)))).toEqual([]);
    const fewer = await select([csv], { trainingRows: 20 });
    expect(fewer.validation).toEqual(one.validation);
  });

  it('has a row of every label that has two', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((text, i) => ({
      text,
      pair: null,
      label: i < 7 ? 0 : i < 9 ? 1 : 2,
    }));
    const heldOut = holdOut(
      { length: rows.length, classes: rows.map(({ label }) => label), at: (i) => rows[i]! },
      2,
    );
    const held = rows.filter((_, i) => heldOut[i] === 1);
    expect(held.map(({ label }) => label).sort()).toEqual([0, 1]);
  });
});

describe('columns', () => {
  it.each<[string, Partial<DataChoice>, string, string]>([
    ['id,review,sentiment\n1,it was good,pos\n2,it was bad,neg\n3,so so,pos\n', {}, 'it was good', 'pos'],
    ['a,b\nsome longer text,x\nother text here,y\nmore words yet,x\n', {}, 'some longer text', 'x'],
    [
      'label,text,other\n1,t,long long long text\n0,u,v w x\n',
      { textColumn: 'other' },
      'long long long text',
      '1',
    ],
    ['Sentence,Label,stars\ngood,1,5\nbad,0,1\n', { labelColumn: 'stars' }, 'good', '5'],
  ])('of %j are found', async (csv, choice, text, label) => {
    const { train, labels } = await select([csv, csv], {}, choice);
    expect(train[0]!.text).toBe(text);
    expect(labels[train[0]!.label]).toBe(label);
    expect(train[0]!.pair).toBeNull();
  });

  it('of pairs are found, chosen or left', async () => {
    const csv = 'premise,hypothesis,label\nit rains,it is wet,0\nit is dry,it rains,1\n';
    expect((await select([csv, csv])).train[0]).toMatchObject({ text: 'it rains', pair: 'it is wet' });
    expect((await select([csv, csv], {}, { pairColumn: 'none' })).train[0]!.pair).toBeNull();
  });

  it.each<[string, Partial<DataChoice>, RegExp]>([
    ['text,label\na,0\nb,1\n', { textColumn: 'txt' }, /train.csv has no column "txt"/],
    ['text,label\na,0\nb,1\n', { textColumn: 'label', labelColumn: 'label' }, /chosen twice/],
    ['text\nabc def ghi\nabc def ghi\n', {}, /train.csv has one column, "text", and no label/],
  ])('of %j that cannot be are named', async (csv, choice, message) => {
    await expect(select([csv, csv], {}, choice)).rejects.toThrow(message);
  });

  it('must be the same in both files', async () => {
    await expect(select([numbered(4), 'sentence,label\na,0\n'])).rejects.toThrow(
      /validation.csv has no column "text"/,
    );
  });
});
