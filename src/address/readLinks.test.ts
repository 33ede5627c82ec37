import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { listTrials, type Experiment } from '../experiment/experiment';
import { sampleTrial } from '../experiment/testing';
import { readSources } from '../library/readFiles';
import type { SharedPrediction } from '../results/prediction';
import { encodeAddress } from './pageAddress';
import { linksIn } from './readLinks';
import { packResults } from './sharedResults';

const PREDICTION: SharedPrediction = { kind: 'ranking', lesson: null, order: ['upper', 'lower'] };

function linkOf(by: string | null, firstSeed: number): string {
  const experiment: Experiment = { ...DEFAULT_EXPERIMENT, trials: 1, firstSeed };
  const trials = listTrials(experiment).map(({ scenario, seed }, i) =>
    sampleTrial({ id: `${firstSeed}-${i}`, scenario, seed }),
  );
  const results = packResults(experiment, { by, prediction: PREDICTION, trials });
  const address = {
    lesson: null,
    experiment,
    workshop: null,
    projector: false,
    together: 'auto',
    results,
  } as const;
  return `https://lab.example/page/#${encodeAddress(address, () => 1)}`;
}

describe('pasted links', () => {
  const [ada, ben, nobody, nobodyElse] = [
    linkOf('Ada', 1000),
    linkOf('Ben', 2000),
    linkOf(null, 3000),
    linkOf(null, 4000),
  ];

  it('are found among other text, each once, with names, predictions and trials', async () => {
    const text = `Monday 9:41 Ada: here you are ${ada}\n> ${ben} (mine)\nthanks!\n${ada}\n"${nobody}"\n<${nobodyElse}>`;
    const { entries, leftOut } = await readSources(linksIn(text), []);
    expect(leftOut).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Link', 'Link 2']);
    expect(entries[0]?.results.prediction).toEqual(PREDICTION);
    expect(entries.map(({ results }) => results.trials.length)).toEqual([2, 2, 2, 2]);
  });

  it('are each named with their line if something is wrong with them', async () => {
    const cut = ada.slice(0, -40);
    const text = `${ben}\nhttps://lab.example/#trials=2\n\nhttps://lab.example/\n${cut}`;
    const { entries, leftOut } = await readSources(linksIn(text), []);
    expect(entries.map(({ name }) => name)).toEqual(['Ben']);
    expect(leftOut.map(({ file }) => file)).toEqual([
      'Link 2 (line 2)',
      'Link 3 (line 4)',
      'Link 4 (line 5)',
    ]);
    expect(leftOut.map(({ message }) => message)).toEqual([
      'The link holds no results.',
      'The link holds no results.',
      expect.stringMatching(/cut off|not as/),
    ]);
  });

  it('are none in other text', () => expect(linksIn('no links here, only #hashtags')).toEqual([]));
});
