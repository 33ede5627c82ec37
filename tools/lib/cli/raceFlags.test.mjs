/** @file The flags of a recommendation. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRaceFlags } from './raceFlags.mjs';

/** @param {Record<string, string>} flags */
const read = (flags) => readRaceFlags(new Map(Object.entries(flags)));

it('reads what counts, the limits in their units, and the time', () => {
  expect(read({})).toBeNull();
  expect(read({ recommend: 'accuracy' })).toEqual({
    asked: {
      measure: 'accuracy',
      cheap: 'memory',
      limits: { memory: null, parameters: null, time: null },
      candidates: 'short',
      budget: 900,
    },
    earlier: null,
  });
  const all = {
    ...{ recommend: 'macro-f1', cheap: 'time', candidates: 'long', budget: '2.5' },
    ...{ 'max-memory': '500', 'max-parameters': '1000', 'max-minutes': '0.5' },
  };
  expect(read(all)?.asked).toEqual({
    measure: 'macroF1',
    cheap: 'time',
    limits: { memory: 5e8, parameters: 1000, time: 30 },
    candidates: 'long',
    budget: 150,
  });
});

it('refuses what cannot be meant, with the flag’s name', () => {
  expect(() => read({ cheap: 'memory' })).toThrow('--cheap belongs to --recommend');
  expect(() => read({ recommend: 'speed' })).toThrow('--recommend is "speed", not one of accuracy');
  expect(() => read({ recommend: 'mcc', budget: '0' })).toThrow(
    '--budget is "0", not a number of minutes above 0',
  );
  expect(() => read({ recommend: 'mcc', candidates: 'some' })).toThrow(
    '--candidates is "some", not one of short',
  );
  expect(() => read({ recommend: 'mcc', resume: '/nowhere.json' })).toThrow('there is no file /nowhere.json');
  expect(() => read({ recommend: 'mcc', resume: 'src' })).toThrow('src is no file');
  expect(() => read({ recommend: 'mcc', resume: 'README.md' })).toThrow(
    'README.md is not JSON; give the file',
  );
  expect(() => read({ recommend: 'mcc', resume: 'package.json' })).toThrow('package.json holds no trials');
});

it('refuses what PyTorch has trained, as a results file or the outcome of a race', () => {
  const folder = mkdtempSync(join(tmpdir(), 'race-'));
  const file = join(folder, 'advice.json');
  const results = {
    trials: [{ environment: { backend: 'webgpu' } }, { environment: { backend: 'pytorch' } }],
  };
  for (const content of [results, { results }]) {
    writeFileSync(file, JSON.stringify(content));
    expect(() => read({ recommend: 'mcc', resume: file })).toThrow('PyTorch trained the trials of');
  }
  writeFileSync(file, JSON.stringify({ results: { trials: results.trials.slice(0, 1) } }));
  expect(read({ recommend: 'mcc', resume: file })?.earlier).toContain('webgpu');
  rmSync(folder, { recursive: true });
});
