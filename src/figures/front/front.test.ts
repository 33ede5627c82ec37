/** @file Which scenarios are on the front, where the marks stand, and what the caption says of differences. */
import { describe, expect, it } from 'vitest';
import type { RaceReport } from '../../race/report';
import { differencesAmong } from '../differences/judging';
import { groupsOf, judgingFor } from '../testing';
import { costAxis, costValue } from './costAxis';
import { frontFigure } from './frontFigure';
import { dominatorOf, frontPoints, paretoFront, placeOf } from './frontPoints';
import { frontVerdicts, raceFrontWords } from './frontWords';
import { placeNames } from './placeNames';

const place = (cost: number, mean: number) => ({ cost, mean });

describe('the Pareto front', () => {
  it('has those that nothing else is as good as and no dearer than, from the cheapest on', () => {
    const places = [place(30, 0.9), place(10, 0.8), place(20, 0.8), null, place(30, 0.91), place(5, 0.5)];
    expect(paretoFront(places)).toEqual([5, 1, 4]);
    expect(dominatorOf(place(30, 0.9), places, [5, 1, 4])).toBe(4);
    expect(dominatorOf(place(20, 0.8), places, [5, 1, 4])).toBe(1);
    expect(dominatorOf(place(5, 0.5), places, [5, 1, 4])).toBeNull();
  });

  it('keeps equal ones, and agrees with trying every pair', () => {
    expect(paretoFront([place(1, 0.5), place(1, 0.5)])).toEqual([0, 1]);
    const places = Array.from({ length: 60 }, (_, i) => place((i * 37) % 23, ((i * 53) % 19) / 19));
    const best = (cost: number): number =>
      Math.max(...places.filter((each) => each.cost <= cost).map(({ mean }) => mean));
    const cheapest = (mean: number): number =>
      Math.min(...places.filter((each) => each.mean >= mean).map(({ cost }) => cost));
    const expected = [...places.keys()].filter((i) => {
      const { cost, mean } = places[i] ?? place(0, 0);
      return best(cost) === mean && cheapest(mean) === cost;
    });
    expect([...paretoFront(places)].sort((a, b) => a - b)).toEqual(expected);
  });
});

describe('the axis of a cost', () => {
  const textsOf = (...of: Parameters<typeof costAxis>) =>
    costAxis(...of).ticks.map(({ text }) => text.replaceAll('\u00a0', ' '));

  it('begins at 0 where costs are alike, and is logarithmic where they are not', () => {
    expect(textsOf('memory', [40e6, 100e6])).toEqual(['0', '50 MB', '100 MB']);
    expect(textsOf('parameters', [1e4, 1.3e6])).toEqual(['0.01 M', '0.03 M', '0.1 M', '0.3 M', '1 M']);
    expect(textsOf('time', [700, 1300])).toEqual(['0', '5 min', '10 min', '15 min', '20 min']);
    expect(costAxis('parameters', [1e4, 1.3e6]).label).toBe('trainable parameters, logarithmic');
    for (const costs of [[40e6, 100e6], [1e3, 1e9], [7]]) {
      const { position, ticks } = costAxis('memory', costs);
      for (const at of [...costs.map(position), ...ticks.map((tick) => tick.at)]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
    expect(costAxis('memory', []).ticks).toEqual([]);
  });

  it('has values in words', () => {
    const all = [costValue('memory', 26e6), costValue('parameters', 12345), costValue('time', 42)];
    expect(all.map((text) => text.replaceAll('\u00a0', ' '))).toEqual(['26.0 MB', '12,345', '40 s']);
  });
});

const PEAKS = [100e6, 50e6, 60e6, 40e6];
/** Four scenarios with given peaks, and one without trials. */
const groups = groupsOf({
  all: [0.91, 0.93, 0.92, 0.9, 0.915, 0.915],
  half: [0.912, 0.927, 0.915, 0.906, 0.91, 0.918],
  worse: [0.7, 0.72, 0.71, 0.73, 0.7, 0.71],
  small: [0.6, 0.62, 0.61, 0.63, 0.6, 0.61],
  later: [],
}).map((group, i) => ({
  ...group,
  done: group.done.map((record) => ({ ...record, peakBytes: PEAKS[i] ?? 0 })),
}));
const points = frontPoints(groups, { config: null });
const figureOf = (told = '') =>
  frontFigure(points, {
    ...{ cost: 'memory', measure: 'accuracy', told },
    recommended: groups[1]?.scenario ?? null,
  });

describe('the figure', () => {
  it('has a mark a scenario with trials, the front’s last, and the recommended one marked', () => {
    const { marks, rows, empty } = figureOf();
    expect(marks.map(({ name, isOnFront }) => [name, isOnFront])).toEqual([
      ...[['worse', false]],
      ...[['all', true], ['half', true], ['small', true]], // prettier-ignore
    ]);
    expect(marks.filter(({ isRecommended }) => isRecommended).map(({ name }) => name)).toEqual(['half']);
    expect(rows.map(({ note }) => note)).toEqual([
      ...['on the front', 'on the front', 'off the front: “half” has at least its mean for less'],
      ...['on the front', 'no trial has ended'],
    ]);
    expect(empty).toBe('');
    for (const { x, y, interval } of marks)
      for (const at of [x, y, interval?.from ?? 0, interval?.to ?? 1]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }
  });

  it('has a line that goes right and up, and ends where the axis does', () => {
    const { front, marks } = figureOf();
    const at = (name: string) => marks.find((mark) => mark.name === name) ?? { x: NaN, y: NaN };
    const [small, half, all] = [at('small'), at('half'), at('all')];
    expect(front.map(({ x, y }) => [x, y])).toEqual([
      ...[[small.x, small.y], [half.x, small.y], [half.x, half.y]], // prettier-ignore
      ...[[all.x, half.y], [all.x, all.y], [1, all.y]], // prettier-ignore
    ]);
  });

  it('says why it is empty before the first trial', () => {
    const none = frontPoints(groupsOf({ one: [], two: [] }), { config: null });
    const figure = frontFigure(none, { cost: 'time', measure: 'mcc', recommended: null, told: 'x' });
    expect(figure).toMatchObject({ title: 'MCC against time', marks: [], front: [], caption: '' });
    expect(figure.empty).toContain('will stand here');
  });

  it('leaves out what has no known cost', () => {
    const unknown = points.map((point) => ({ ...point, costs: { ...point.costs, memory: null } }));
    expect(placeOf(points[0] ?? unknown[0]!, 'memory')).toEqual(place(100e6, 0.915));
    const { rows, marks } = frontFigure(unknown, {
      ...{ cost: 'memory', measure: 'accuracy', recommended: null, told: '' },
    });
    expect(marks).toEqual([]);
    expect(rows[0]?.note).toBe('its cost is not known');
  });
});

describe('what the caption says of differences', () => {
  it('goes by the verdicts: a wash is named, along the front and off it', () => {
    const judging = { ...judgingFor(groups), delta: 0.03 };
    const told = frontVerdicts(points, 'memory', differencesAmong(groups, judging)).replaceAll('\u00a0', ' ');
    expect(told).toContain('On the front, a wash (surely within 3 points): “half” and “all”.');
    expect(told).not.toContain('worse');
    expect(figureOf(told).caption).toContain(told);
    const two = points.filter((_, i) => i === 0 || i === 3);
    const apart = differencesAmong([groups[0]!, groups[3]!], judging);
    expect(frontVerdicts(two, 'memory', apart)).toBe(
      'On the front each is surely better than the cheaper one before it.',
    );
  });

  it('goes by the race’s rule where a race stands behind it', () => {
    const scenario = (i: number) => ({ scenario: groups[i]?.scenario, costs: {}, values: [], over: null });
    const report = {
      asked: { delta: 0.01, measure: 'accuracy' },
      candidates: [scenario(0), scenario(1), scenario(2)],
      state: {
        standings: [
          { entrant: 0, behind: 0.004 },
          { entrant: 1, behind: 0.02 },
        ],
        dropped: [{ entrant: 2 }],
      },
    } as unknown as RaceReport;
    expect(raceFrontWords(report).replaceAll('\u00a0', ' ')).toBe(
      'By the race’s rule a wash with the best, surely within 1.0 points of it: “all”. Not settled, so that differences ' +
        'among them and from the best may be chance: “half”. Surely worse than another by more than 1.0 points: “worse”.',
    );
  });
});

describe('names', () => {
  const area = { width: 300, height: 200, size: 12, line: [] };
  const spot = (x: number, y: number) => ({ x, y, width: 60, interval: null });

  it('stand above at the right, and elsewhere where that is taken or outside', () => {
    const [first, second] = placeNames([spot(100, 100), spot(290, 50)], area);
    expect(first).toEqual({ x: 108, y: 95, anchor: 'start' });
    expect(second).toEqual({ x: 282, y: 45, anchor: 'end' });
  });

  it('are left out where there is no room, the less important ones first', () => {
    const crowd = Array.from({ length: 30 }, (_, i) => spot(150 + (i % 3), 100 + (i % 5)));
    const places = placeNames(crowd, area);
    expect(places[0]).not.toBeNull();
    const kept = places.flatMap((each) => each ?? []);
    expect(kept.length).toBeLessThan(10);
    const boxes = kept.map(({ x, y, anchor }) => (anchor === 'start' ? [x, x + 60, y] : [x - 60, x, y]));
    for (const [i, [left = 0, right = 0, y = 0]] of boxes.entries())
      for (const [otherLeft = 0, otherRight = 0, otherY = 0] of boxes.slice(i + 1))
        expect(left >= otherRight || otherLeft >= right || Math.abs(y - otherY) >= 12).toBe(true);
  });
});
