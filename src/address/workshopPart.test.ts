import { describe, expect, it } from 'vitest';
import { FIELDS } from '../experiment/address/fields';
import { seededRandom } from '../experiment/testing';
import { HIDEABLE, LOCKABLE } from '../workshop/parts';
import {
  EMPTY_WORKSHOP,
  firstSeedFrom,
  isOwnSeed,
  MAX_INTRO_LENGTH,
  type Workshop,
} from '../workshop/workshop';
import { workshopId } from './workshopId';
import { decodeWorkshop, encodeWorkshop, WORKSHOP_KEYS, type WorkshopKey } from './workshopPart';

function decode(fragment: string) {
  const entries = new Map<WorkshopKey, string[]>();
  for (const part of fragment.split('&')) {
    const [key, ...value] = part.split('=');
    const known = WORKSHOP_KEYS.find((name) => name === key);
    if (known) entries.set(known, [...(entries.get(known) ?? []), value.join('=')]);
  }
  return decodeWorkshop(entries);
}

const FULL: Workshop = {
  title: 'Monday: LoRA & friends <b>',
  intro: 'First paragraph.\n\n# A heading\n- one\n- 値 "two" %20 #',
  introFile: 'texts/monday.md?v=1',
  predict: true,
  question: 'Which wins = why?',
  locked: ['sources', 'training'],
  hidden: ['differences', 'table'],
  budget: 12,
  ownSeeds: true,
};

function randomWorkshop(random: () => number): Workshop {
  const maybe = <T>(value: T): T | null => (random() < 0.5 ? value : null);
  const text = () => Array.from('aZ &=#%ü値😀<"\'', (c) => (random() < 0.5 ? c : 'x')).join('');
  return {
    title: maybe(`t${text()}t`.replace(/\s+/g, ' ')),
    intro: maybe(`t${text()}\n\n${text()}t`),
    introFile: maybe('workshop.md'),
    predict: random() < 0.5,
    question: maybe('Which?'),
    locked: LOCKABLE.filter(() => random() < 0.5),
    hidden: HIDEABLE.filter(() => random() < 0.5),
    budget: maybe(1 + Math.floor(random() * 10_000)),
    ownSeeds: random() < 0.5,
  };
}

describe('encodeWorkshop and decodeWorkshop', () => {
  it('write something short that can be edited by hand', () => {
    const workshop: Workshop = {
      ...EMPTY_WORKSHOP,
      title: 'Monday',
      locked: ['modules', 'training'],
      budget: 12,
    };
    expect(encodeWorkshop(workshop)).toBe('title=Monday&lock=modules,training&budget=12');
    expect(encodeWorkshop({ ...EMPTY_WORKSHOP, locked: LOCKABLE, ownSeeds: true })).toBe(
      'lock=all&seeds=own',
    );
  });

  it('give each other’s input back, in characters that no browser rewrites', () => {
    const random = seededRandom(7);
    for (const workshop of [FULL, ...Array.from({ length: 300 }, () => randomWorkshop(random))]) {
      const text = encodeWorkshop(workshop);
      expect(text).toMatch(/^[\w.!~*'()%+,/:;=?@$&-]*$/);
      const decoded = decode(text);
      const both = workshop.intro !== null && workshop.introFile !== null;
      expect(decoded.problems).toEqual(both ? ['introfile: intro is given too; intro is used'] : []);
      expect(decoded.workshop).toEqual(text === '' ? null : workshop);
    }
  });

  it('have keys that no setting of the experiment has', () => {
    const taken = new Set(['model', 'data', 'scenario', 'layers', 'lesson', ...FIELDS.map(({ key }) => key)]);
    expect(WORKSHOP_KEYS.filter((key) => taken.has(key))).toEqual([]);
  });

  it('name each wrong part and use the others', () => {
    const { workshop, problems } = decode(
      'title=%E0%A4%A&lock=training,everything,<b>&hide=&budget=0&seeds=mine&predict=ranking&predict=no',
    );
    expect(workshop).toEqual({ ...EMPTY_WORKSHOP, locked: ['training'], predict: true });
    expect(problems).toEqual([
      'title=%E0%A4%A: not a proper percent-encoding; left out',
      'predict: given 2 times; the first is used',
      'lock=everything,<b>: not a part that lock knows; the parts are lessons, scenarios, sources, modules, training, or all',
      'hide: no value; write hide=...',
      'budget=0: not a whole number from 1 to 10000; any number of trials may be run',
      'seeds=mine: not own; left out',
    ]);
    expect(decode('lock=differences').problems[0]).toContain('not a part that lock knows');
    expect(decode('hide=all').workshop?.hidden).toEqual(HIDEABLE);
    expect(decode('budget=1e999').workshop).toBeNull();
  });

  it('read no more of a hostile text than there is room for', () => {
    const { workshop, problems } = decode(
      `title=a%00b%0Ac%E2%80%AEd${'x'.repeat(500)}&intro=${'y'.repeat(2e6)}&hide=${'table,'.repeat(1e5)}`,
    );
    expect(workshop?.title).toMatch(/^ab cdx+$/);
    expect(workshop?.title?.length).toBeLessThanOrEqual(120);
    expect(workshop?.intro).toHaveLength(MAX_INTRO_LENGTH);
    expect(workshop?.hidden).toEqual(['table']);
    expect(problems).toEqual([
      'title: longer than 120 characters; what is beyond is left out',
      'intro: longer than 6000 characters; what is beyond is left out',
    ]);
    expect(decode(`lock=${'x'.repeat(1e6)}`).problems.join('').length).toBeLessThan(300);
    // A cut through a pair of units leaves no half of it.
    expect(decode(`title=${'x'.repeat(119)}${encodeURIComponent('😀')}`).workshop?.title).toBe(
      'x'.repeat(119),
    );
  });
});

describe('workshopId', () => {
  it('is the same for the same workshop, another for another', () => {
    expect(workshopId(FULL)).toBe(workshopId({ ...FULL }));
    const others: Workshop[] = [
      FULL,
      { ...FULL, budget: 13 },
      { ...FULL, title: 'Tuesday' },
      { ...FULL, locked: [] },
      EMPTY_WORKSHOP,
    ];
    const ids = others.map(workshopId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{8,14}$/);
  });
});

describe('firstSeedFrom', () => {
  it('gives first seeds whose thousand seeds no other one has', () => {
    for (const random of [0, 1, 3_999_998, 3_999_999, 2 ** 32 - 1]) {
      const seed = firstSeedFrom(random);
      expect(isOwnSeed(seed)).toBe(true);
      expect(seed + 999).toBeLessThan(4_000_000_000);
    }
    expect(firstSeedFrom(4) - firstSeedFrom(3)).toBe(1000);
    for (const seed of [0, 1, 1001, 4_000_000_000, NaN, 1.5, -1000]) expect(isOwnSeed(seed)).toBe(false);
  });
});
