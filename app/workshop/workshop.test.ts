/** @file The effect of a workshop's link on the page, and of its maker's form on a link. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { sampleTrial } from '../../src/experiment/testing';
import { decodeAddress } from '../../src/address/pageAddress';
import { EMPTY_WORKSHOP, isOwnSeed, type Workshop } from '../../src/workshop/workshop';
import { sharedSlots } from '../store/results/shownResults';
import { awaitsPrediction } from '../run/awaitsPrediction';
import { isFixed } from '../lock/fixed';
import { hiddenNames } from './pageAttributes';
import { workshopLink } from './makeLink';
import { ownSeed, trialsUsed, withOwnSeed, writeKept } from '../store/experiment/onDevice';

const opened = (change: Partial<Workshop>) => ({ ...EMPTY_WORKSHOP, id: 'w', ...change });
const experiment = DEFAULT_EXPERIMENT;

describe('isFixed and hiddenNames', () => {
  it('follow the link', () => {
    const workshop = opened({ locked: ['training', 'sources'], hidden: ['table'] });
    expect(isFixed({ workshop, experiment }, 'training')).toBe(true);
    expect(isFixed({ workshop, experiment }, 'sources')).toBe(true);
    expect(isFixed({ workshop, experiment }, 'modules')).toBe(false);
    expect(isFixed({ workshop: null, experiment }, 'training')).toBe(false);
    expect(hiddenNames({ workshop, experiment })).toEqual(['table']);
    expect(hiddenNames({ workshop: null, experiment })).toEqual([]);
  });

  it('leave the pickers open where files of a device must be picked', () => {
    const own = { ...experiment, dataset: 'local:mine.csv' };
    const workshop = opened({ locked: ['sources'], hidden: ['sources', 'table'] });
    expect(isFixed({ workshop, experiment: own }, 'sources')).toBe(false);
    expect(hiddenNames({ workshop, experiment: own })).toEqual(['table']);
  });

  it('tell when the whole column of settings is hidden', () => {
    const workshop = opened({ hidden: ['scenarios', 'sources', 'modules', 'training'] });
    expect(hiddenNames({ workshop, experiment })).toContain('settings');
  });
});

describe('awaitsPrediction', () => {
  it('holds until these scenarios have been put in order, or skipped', () => {
    const workshop = opened({ predict: true });
    const order = experiment.scenarios.map(({ name }) => name).reverse();
    const asks = (workshopPrediction: Parameters<typeof awaitsPrediction>[0]['workshopPrediction']) =>
      awaitsPrediction({ workshop, workshopPrediction, experiment, lesson: null });
    expect(asks(null)).toBe(true);
    expect(asks({ kind: 'ranking', order: ['other'] })).toBe(true);
    expect(asks({ kind: 'ranking', order })).toBe(false);
    expect(asks({ kind: 'skipped' })).toBe(false);
    const unasked = { workshopPrediction: null, experiment, lesson: null };
    expect(awaitsPrediction({ ...unasked, workshop: opened({}) })).toBe(false);
    // A lesson asks by itself.
    expect(awaitsPrediction({ ...unasked, workshop, lesson: 'layers' })).toBe(false);
  });
});

describe('what the browser keeps', () => {
  it('is one first seed per workshop, and a count that must be one', () => {
    const [monday, tuesday] = ['Monday', 'Tuesday'].map((title) => ({ ...EMPTY_WORKSHOP, title }));
    if (!monday || !tuesday) throw new Error('Two workshops are needed.');
    const seed = ownSeed(monday);
    expect(isOwnSeed(seed)).toBe(true);
    expect(ownSeed({ ...monday })).toBe(seed);
    expect(ownSeed(tuesday)).not.toBe(seed);
    expect(withOwnSeed(experiment, { ...monday, ownSeeds: true }).firstSeed % 1000).toBe(0);
    expect(withOwnSeed(experiment, monday)).toBe(experiment);
    expect(trialsUsed('x')).toBe(0);
    for (const wrong of ['-1', 'NaN', '1.5', '{}']) {
      writeKept('x', 'used', wrong);
      expect(trialsUsed('x')).toBe(0);
    }
    writeKept('x', 'used', '7');
    expect(trialsUsed('x')).toBe(7);
  });
});

describe('workshopLink', () => {
  beforeEach(() => void vi.stubGlobal('location', { href: 'https://lab.test/?a=1#old' }));

  it('opens what the form says, without the maker’s own seed', () => {
    const seeded = { ...experiment, trials: 3, firstSeed: 9000 };
    const draft = { ...EMPTY_WORKSHOP, title: ' Monday ', locked: ['training'], ownSeeds: true } as const;
    const link = workshopLink(draft, { experiment: seeded, lesson: null, projector: true, together: 'auto' });
    expect(link).toMatch(
      /^https:\/\/lab\.test\/\?a=1#.*&trials=3&title=Monday&lock=training&seeds=own&view=projector$/,
    );
    expect(decodeAddress(link, () => 5000)).toMatchObject({
      workshop: { ...draft, title: 'Monday' },
      experiment: { trials: 3, firstSeed: 5000 },
      projector: true,
      problems: [],
    });
    const fixed = { ...draft, ownSeeds: false };
    expect(
      workshopLink(fixed, { experiment: seeded, lesson: null, projector: false, together: 'auto' }),
    ).toContain('seed=9000');
  });

  it('is the lesson’s or the experiment’s own where the form is empty', () => {
    const lesson = decodeAddress('lesson=rank', () => 0);
    const page = {
      experiment: lesson.experiment,
      lesson: 'rank',
      projector: false,
      together: 'auto',
    } as const;
    expect(workshopLink({ ...EMPTY_WORKSHOP, title: '  ' }, page)).toBe('https://lab.test/?a=1#lesson=rank');
  });
});

describe('sharedSlots', () => {
  const origins = {
    sources: {
      hubUrl: 'https://hub.test',
      hubToken: null,
      hubAllowed: false,
      localModels: new Map(),
      localDatasets: new Map(),
      localAdapters: new Map(),
    },
    commits: {},
  };

  it('put results in the slots of their trials, for this experiment alone', () => {
    const [scenario] = experiment.scenarios;
    const trials = [
      sampleTrial({ ...(scenario && { scenario }), seed: experiment.firstSeed + 1, accuracy: 0.75 }),
    ];
    const shared = { experiment, text: 'x', by: null, trials };
    const slots = sharedSlots(experiment, shared, origins);
    expect(slots).toHaveLength(experiment.scenarios.length * experiment.trials);
    expect(slots?.flatMap(({ record }) => record?.accuracy ?? [])).toEqual([0.75]);
    expect(slots?.find(({ record }) => record)?.spec).toEqual({ scenario, seed: experiment.firstSeed + 1 });
    expect(sharedSlots({ ...experiment, scenarios: [...experiment.scenarios] }, shared, origins)).toBeNull();
    expect(sharedSlots(experiment, null, origins)).toBeNull();
    // While the link is being read, no other results are shown in its place.
    const reading = sharedSlots(experiment, { ...shared, trials: null }, origins);
    expect(reading?.every(({ record }) => record === null)).toBe(true);
  });
});
