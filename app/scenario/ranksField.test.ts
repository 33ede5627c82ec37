import { describe, expect, it } from 'vitest';
import { moduleSet } from '../../src/architecture/modules';
import { readRanks, writeRanks } from './RanksField';

const ranks = [
  {
    rank: 4,
    modules: moduleSet(12, (layer, component) => layer < 7 && ['query', 'value'].includes(component)),
  },
  { rank: 16, modules: moduleSet(12, (layer, component) => layer === 12 && component === 'down') },
];

describe('ranks of modules as typed', () => {
  it('read as they are written', () => {
    expect(writeRanks(ranks)).toBe('1-6.qv:4 + 12.d:16');
    expect(readRanks('1-6.qv:4 + 12.d:16', 12)).toEqual({ ranks });
    expect(readRanks(' 1-6.QV: 4+12.d:16+', 12)).toEqual({ ranks });
    expect(readRanks('', 12)).toEqual({ ranks: [] });
  });

  it.each([
    ['4', '“4” is not layers, components and a rank, such as 1-6.qv:4.'],
    ['1-6.qv', '“1-6.qv” is not layers, components and a rank, such as 1-6.qv:4.'],
    ['1-6.qv:0', '"qv:0": the rank is not a whole number from 1 to 1024; the scenario’s is used'],
    ['1-13.qv:2', '"1-13": the layers are 1 to 12; the others are left out'],
  ])('name what is wrong in %j', (text, message) => {
    expect(readRanks(text, 12)).toEqual({ message });
  });
});
