import { describe, expect, it } from 'vitest';
import { accuracyFigure } from '../figures/accuracy/accuracyFigure';
import { memoryFigure } from '../figures/costs/memoryFigure';
import { parametersFigure } from '../figures/costs/parametersFigure';
import { speedFigure } from '../figures/costs/speedFigure';
import { curvesFigure, type CurvesOptions } from '../figures/curves/curvesFigure';
import type { Trace } from '../figures/curves/traces';
import { differencesFigure } from '../figures/differences/differencesFigure';
import type { ScenarioResults } from '../figures/scenarioResults';
import { summaryFigures } from '../figures/summaryFigures';
import { judgingFor, groupsOf, manyGroups, SUBJECT, tracesOf } from '../figures/testing';
import { lossTicks, stepTicks } from '../stats/curves/curveTicks';
import { given } from '../base/testing';
import { heightAt, hillsOf, type AxisScale } from '../stats/densities/hills';
import {
  accuracyPicture,
  barPicture,
  curvesPicture,
  differencesPicture,
  lineUpPicture,
  type Paper,
  type Picture,
} from './index';

const FOUR = {
  full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
  'LoRA r=8': [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
  'LoRA r=1': [0.882, 0.869, 0.878, 0.872, 0.877, 0.88],
  classifier: [0.577, 0.611, 0.603, 0.604, 0.573, 0.59],
};
const HOSTILE = '<img src=x onerror="alert(1)"> & \'quotes\' ]]> 😀 שלום \u202e';

const on = (groups: readonly ScenarioResults[]): Paper => ({ groups, subject: SUBJECT, theme: 'light' });
const { rows } = SUBJECT;

const accuracies = (groups: readonly ScenarioResults[], scale: AxisScale): Picture =>
  accuracyPicture(accuracyFigure(groups, { scale, rows }), on(groups));
const speeds = (groups: readonly ScenarioResults[]): Picture => barPicture(speedFigure(groups), on(groups));
const memory = (groups: readonly ScenarioResults[], estimated: Parameters<typeof memoryFigure>[1]): Picture =>
  barPicture(memoryFigure(groups, estimated), on(groups));
const differences = (groups: readonly ScenarioResults[]): Picture =>
  differencesPicture(differencesFigure(groups, { judging: judgingFor(groups) }), on(groups));
const curves = (
  groups: readonly ScenarioResults[],
  traces: readonly Trace[],
  options: CurvesOptions,
): Picture => curvesPicture(curvesFigure(traces, options), on(groups));

function all(groups: readonly ScenarioResults[]): Record<string, Picture> {
  const unknown = groups.map(() => null);
  return {
    accuracy: accuracies(groups, 'fixed'),
    zoomed: accuracies(groups, 'zoomed'),
    parameters: barPicture(parametersFigure(groups, null), on(groups)),
    memory: memory(groups, unknown),
    speed: speeds(groups),
    differences: differences(groups),
    curves: curves(groups, tracesOf(groups, 100), { view: 'loss' }),
    four: lineUpPicture(summaryFigures(groups, SUBJECT, { config: null, memory: unknown }), on(groups)),
  };
}

/** Checks that every tag is closed in order, with nothing but text and our own tags in between. */
function tagsOf(svg: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/gi,
    (_, close: string, tag: string, __, self: string) => {
      if (close) expect(open.pop()).toBe(tag);
      else {
        seen.push(tag);
        if (!self) open.push(tag);
      }
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  return seen;
}

const OURS = ['svg', 'title', 'desc', 'g', 'rect', 'line', 'path', 'circle', 'text'];

describe.each([
  ['one scenario', groupsOf({ alone: [0.9, 0.91] })],
  ['four, one with a diverged trial', groupsOf(FOUR)],
  ['forty', manyGroups(40, 5)],
  ['sixty-four', manyGroups(64, 3)],
  [
    'single, equal, perfect and no trials',
    groupsOf({ a: [0.9], b: [0.8, 0.8, 0.8], c: [1, 1, 1], d: [null], e: [] }),
  ],
  [
    'hostile names',
    groupsOf({ [HOSTILE]: [0.8, 0.9, 0.85], '</text><script>alert(1)</script>': [0.7, 0.71, 0.72] }),
  ],
  ['nothing', []],
])('the pictures of %s', (_, groups) => {
  it.each(Object.entries(all(groups)))(
    'are well-formed and hold no number that is none: %s',
    (__, { svg, width, height }) => {
      const tags = tagsOf(svg);
      expect([...new Set(tags)].filter((tag) => !OURS.includes(tag))).toEqual([]);
      expect(svg).toMatch(
        new RegExp(
          `^<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
        ),
      );
      expect(svg).toMatch(/<title>[^<]+<\/title><desc>/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|\bnull\b/);
      expect(svg).toContain('LoRA Lab 9.8.7');
      expect(svg).not.toMatch(/href|url\(|@import/);
    },
  );
});

describe('what is drawn', () => {
  const groups = groupsOf(FOUR);

  it('is a dot for each trial and their mean, with a hill and an interval only from three trials on', () => {
    const { svg } = accuracies(groups, 'fixed');
    expect(svg.match(/<circle/g)).toHaveLength(5 + 6 + 6 + 6);
    for (const few of [[0.9], [0.9, 0.92]]) {
      const drawn = accuracies(groupsOf({ a: few }), 'fixed').svg;
      expect(drawn.match(/<circle/g)).toHaveLength(few.length);
      expect(drawn.match(/class="mean"/g)).toHaveLength(1);
      for (const part of ['<path', 'class="interval"', '95 %: ', 'bandwidth'])
        expect(drawn, `${few.length} trials`).not.toContain(part);
    }
    const three = accuracies(groupsOf({ a: [0.9, 0.92, 0.91] }), 'fixed').svg;
    for (const part of ['<path', 'class="interval"', '95 %: ', 'bandwidth']) expect(three).toContain(part);
  });

  it('counts collapsed trials below the densities, scenario by scenario, and keeps their dots', () => {
    const [one, two] = groupsOf({ sound: [0.9, 0.91, 0.92], 'r=32': [0.5, 0.901, 0.5] }).map((group) => ({
      ...group,
      done: group.done.map((record) => ({ ...record, validationClasses: [500, 500] })),
    }));
    const { svg } = accuracies([given(one), given(two)], 'fixed');
    expect(svg.match(/<circle/g)).toHaveLength(6);
    const words = svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain('Collapsed trials: r=32: 2 of 3 (');
  });

  it('puts dots and hills where the statistics say', () => {
    const { svg } = accuracies(groupsOf({ a: [0.8, 0.9, 0.85] }), 'fixed');
    const [low, high] = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    const tick = (text: string) =>
      Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${text}</text>`).exec(svg)?.[1]);
    expect(low).toBeCloseTo(tick('80\u00a0%'), 1);
    expect(high).toBeCloseTo(tick('90\u00a0%'), 1);
    const { curves: hills, highest } = hillsOf([[0.8, 0.9, 0.85]], 'fixed');
    expect(heightAt(hills[0] ?? [], 0.85)).toBeLessThan(highest);
  });

  it('leaves out what lies beyond a range of one’s own, and says so', () => {
    const { svg } = accuracies(groups, { from: 0.88, to: 0.92 });
    const inside = Object.values(FOUR)
      .flat()
      .filter((accuracy) => accuracy !== null && accuracy >= 0.88 && accuracy <= 0.92);
    expect(svg.match(/<circle/g)).toHaveLength(inside.length);
    // A sentence may continue on the next line.
    const words = svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain(`${23 - inside.length} trials lie outside this range.`);
  });

  it('is the curves that the page draws: the latest 48, on its ticks', () => {
    const many = groupsOf({ a: Array<number>(30).fill(0.9), b: Array<number>(30).fill(0.8) });
    const traces = tracesOf(many, 100).map((trace, i) => ({
      ...trace,
      training: [
        { step: 1, value: i < 12 ? 5 : 0.7 },
        { step: 100, value: 0.1 },
      ],
      validation: [],
    }));
    const { svg } = curves(many, traces, { view: 'loss' });
    expect(svg.match(/<g class="trace">/g)).toHaveLength(48);
    const words = svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain('Of 60 trials the latest 48 are drawn.');
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    // The first twelve, with losses of 5, would have made the axis end at 6.
    expect(texts.slice(1, 5)).toEqual(lossTicks(0.7).map(String));
    expect(texts).toEqual(expect.arrayContaining(stepTicks(100).map(String)));
    const longer = curves(many, traces, { view: 'loss', leastSteps: 800 }).svg;
    for (const tick of stepTicks(800)) expect(longer).toContain(`>${tick}</text>`);
  });

  it('is a dot where a trial was measured once', () => {
    const single = [{ step: 4, value: 0.5 }];
    const trace = {
      ...{ key: 'a', trial: 'a', scenario: 'a', color: '#123456' },
      ...{ training: single, validation: single },
    };
    const { svg } = curves(groupsOf({ a: [0.9] }), [trace], { view: 'accuracy' });
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  it('has no figures on an axis of bytes or speeds that nothing is known of', () => {
    const none = groupsOf({ a: [], b: [null] });
    const digits = /<text[^>]*>[\d.,e-]+( MB)?<\/text>/;
    expect(memory(none, [null, null]).svg).not.toMatch(digits);
    expect(speeds(none).svg).not.toMatch(digits);
  });

  it('tells mean, deviation, interval, number and what ended otherwise', () => {
    const { svg } = accuracies(groups, 'fixed');
    expect(svg).toContain('>91.3\u00a0% ± 1.1, n = 5<');
    expect(svg).toContain('>95 %: 89.9 to 92.6\u00a0%, 1 diverged<');
    // A sentence may continue on the next line.
    expect(svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('Trials in no mean');
  });

  it('has the verdicts of the statistics', () => {
    const { svg } = differences(groups);
    expect(svg).toContain('>+1.4<');
    expect(svg.match(/>better</g)).toHaveLength(4);
    expect(svg.match(/>worse</g)).toHaveLength(4);
    expect(svg.match(/>open</g)).toHaveLength(4);
  });

  it('has one colour a scenario, everywhere', () => {
    for (const [name, { svg }] of Object.entries(all(groups)))
      for (const { scenario } of groups) expect(svg, name).toContain(`"${scenario.color}"`);
  });

  it('marks memory that is only estimated', () => {
    const estimated = groups[0]?.done[0]?.memory ?? null;
    const { svg } = memory(groupsOf({ a: [] }), [estimated]);
    expect(svg).toContain('≈\u00a060.0\u00a0MB');
    expect(svg).toContain('opacity="0.55"');
  });
});

it('a picture says what trials took that trained together, and leaves it out of others', () => {
  const [group, ...others] = groupsOf({ a: [0.9, 0.91, 0.92], b: [0.8, 0.81, 0.82] });
  const together = { trials: 3, seconds: 40, peakBytes: 212e6 };
  const apart = [given(group), ...others];
  const inCompany = apart.map((each) => {
    const done = each.done.map((record) => ({ ...record, together }));
    return { ...each, done, measured: done };
  });
  // The text is broken into lines: words are compared.
  const wordsOf = ({ svg }: Picture): string => svg.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  const taken = 'trained 3 at a time: 1 min 20 s in all, 212 MB at most';
  for (const draw of [speeds, (groups: readonly ScenarioResults[]) => accuracies(groups, 'zoomed')]) {
    expect(wordsOf(draw(inCompany))).toContain(taken);
    expect(wordsOf(draw(apart))).not.toContain('at a time');
  }
  expect(wordsOf(speeds(inCompany))).toContain('speed and memory are those of a trial alone');
});
