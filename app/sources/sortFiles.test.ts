import { describe, expect, it } from 'vitest';
import { sortFiles } from './sortFiles';

const alone = { validation: null, leftOut: [] };

it('knows the file to measure on by its name, else by its size', () => {
  const [big, small, dev] = [
    { name: 'a.csv', size: 9 },
    { name: 'b.csv', size: 1 },
    { name: 'dev.csv', size: 20 },
  ];
  expect(sortFiles([])).toBeNull();
  expect(sortFiles([big])).toEqual({ train: big, ...alone });
  expect(sortFiles([small, big])).toEqual({ train: big, validation: small, leftOut: [] });
  expect(sortFiles([dev, big])).toEqual({ train: big, validation: dev, leftOut: [] });
  const unnamed = { name: 'no extension', size: 1 };
  expect(sortFiles([unnamed])).toEqual({ train: unnamed, ...alone });
});

describe('of a dropped folder', () => {
  const inFolder = (...paths: string[]) =>
    paths.map((path) => ({ name: path.split('/').at(-1) ?? '', size: 9, webkitRelativePath: path }));
  const namesOf = (...paths: string[]) => {
    const sorted = sortFiles(inFolder(...paths));
    return [sorted?.train.name, sorted?.validation?.name, sorted?.leftOut.map(({ name }) => name)];
  };

  it('takes the data files, and says which it leaves out', () => {
    expect(
      namesOf('d/README.md', 'd/.DS_Store', 'd/dataset_info.json', 'd/train.csv', 'd/validation.csv'),
    ).toEqual(['train.csv', 'validation.csv', []]);
    expect(namesOf('d/test.csv', 'd/train.csv', 'd/validation.csv')).toEqual([
      'train.csv',
      'validation.csv',
      ['test.csv'],
    ]);
    expect(namesOf('d/old/train.csv', 'd/reviews.parquet')).toEqual(['reviews.parquet', undefined, []]);
    expect(namesOf('d/data/train.csv', 'd/data/test.csv', 'd/notes.md')).toEqual([
      'train.csv',
      'test.csv',
      [],
    ]);
  });

  it('refuses what it cannot tell, and names it', () => {
    expect(() => namesOf('d/a.csv', 'd/b.csv', 'd/c.csv')).toThrow(
      /Among 3 files \(.*a\.csv.*\) the names do not tell/,
    );
    expect(() => namesOf('photos/cat.png')).toThrow(
      /The folder .*photos.* holds no CSV, TSV, JSON or Parquet file\./,
    );
  });
});
