import { expect, it } from 'vitest';
import { sortFiles } from './sortFiles';

it('knows the file to measure on by its name, else by its size', () => {
  const [big, small, dev] = [
    { name: 'a.csv', size: 9 },
    { name: 'b.csv', size: 1 },
    { name: 'dev.csv', size: 20 },
  ];
  expect(sortFiles([])).toBeNull();
  expect(sortFiles([big])).toEqual({ train: big, validation: null });
  expect(sortFiles([small, big])).toEqual({ train: big, validation: small });
  expect(sortFiles([dev, big])).toEqual({ train: big, validation: dev });
});
