import { describe, expect, it } from 'vitest';
import { UsageError } from '../cli/flags.mjs';
import { readBenchOptions } from './benchOptions.mjs';

/** @param {string} line */
const read = (line) => readBenchOptions(line.split(' ').filter(Boolean));

describe('npm run bench', () => {
  it('asks the page for what is asked of it', () => {
    expect(`${read('').query}`).toBe('shape=mini&cases=lora%2Cstock');
    const { query, folder } = read(
      '--shape minilm --cases lora,trial --batch 32x24 --together 1,5,10 --precision f32,mixed --rate 1e-4 --steps 7 --tuned --profile',
    );
    expect(folder).toBe('step');
    expect(Object.fromEntries(query)).toEqual({
      ...{ shape: 'minilm', cases: 'lora,trial', batch: '32x24', together: '1,5,10' },
      ...{ precision: 'f32,mixed', rate: '1e-4', steps: '7', tuned: '1', profile: '1' },
    });
  });

  it('takes a trial only where it is named', () => {
    const { query } = read('--cases all');
    expect(query.get('cases')).toContain('evaluate');
    expect(query.get('cases')).not.toContain('trial');
  });

  it('opens other pages', () => {
    expect(read('--grow')).toMatchObject({ folder: 'grow' });
    expect(`${read('--grow').query}`).toBe('');
    expect(`${read('--grow --software').query}`).toBe('small=');
    expect(`${read('--tilings products').query}`).toBe('few=');
  });

  it('measures PyTorch in the same shape and batch', () => {
    const { peer } = read(
      '--shape large --pytorch python3 --batch 16x128 --cases lora,stock --modes eager,tf32+graphs',
    );
    expect(peer).toEqual({
      ...{ shape: 'large', batch: '16x128', cases: ['lora'], steps: 20, modes: 'eager,tf32+graphs' },
      rank: 8,
    });
  });

  it('has the browser offer matrix units where asked', () => {
    expect(read('--matrix-units').browserFlags).toHaveLength(1);
    expect(read('').browserFlags).toEqual([]);
  });

  it('takes a rank for both', () => {
    const { query, peer } = read('--shape base --rank 32');
    expect(query.get('rank')).toBe('32');
    expect(peer.rank).toBe(32);
  });

  it.each([
    ['--rate 0', '--rate is "0", not a number above 0 such as 0.001 or 1e-4'],
    ['--rank 0', '--rank is "0", not a whole number of 1 or more'],
    ['--batch 32', '--batch is "32", not such as 32x24'],
    ['--batch 32x25', '--batch is "32x25": its length is no multiple of 8'],
    ['--precision f16', '--precision is "f16", not f32, mixed or f32,mixed'],
    ['--together 0', '--together is "0", not whole numbers of 1 or more such as 1,5,10'],
    ['--shape tiny', '--shape is "tiny", not one of mini, base, large, minilm'],
    ['--cases nap', '--cases names nap'],
    ['--grow --tilings products', '--grow and --tilings are two things to measure'],
    ['--pytorch python3', '--pytorch measures --shape base, large or minilm'],
    ['--query x', '--query goes with --tilings alone'],
  ])('refuses %s', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
  });
});
