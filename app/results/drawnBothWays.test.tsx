/** @file Every figure is drawn both ways, in the page and as a saved picture, with the same ticks, marks and texts. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import { accuracyFigure } from '../../src/figures/accuracy/accuracyFigure';
import type { BarFigure } from '../../src/figures/costs/barFigure';
import { memoryFigure } from '../../src/figures/costs/memoryFigure';
import { parametersFigure } from '../../src/figures/costs/parametersFigure';
import { publishedColumns } from '../../src/figures/costs/publishedFigures';
import { speedFigure } from '../../src/figures/costs/speedFigure';
import { curvesFigure } from '../../src/figures/curves/curvesFigure';
import { gapsOf, measuredOnce } from '../../src/figures/curves/gaps';
import { finishedTraces } from '../../src/figures/curves/traces';
import { differencesFigure } from '../../src/figures/differences/differencesFigure';
import { sweepFigure } from '../../src/figures/sweep/sweepFigure';
import { judgingFor, groupsOf, SUBJECT } from '../../src/figures/testing';
import type { PublishedOverlay } from '../../src/lessons/lesson';
import {
  accuracyPicture,
  barPicture,
  curvesPicture,
  differencesPicture,
  sweepPicture,
  type Paper,
} from '../../src/pictures';
import type { TrialRecord } from '../../src/results/results';
import { guessingOf } from '../../src/stats/guessing';
import { AccuracyPlots, Densities } from './accuracy/Densities';
import { BarPanel } from './costs/BarPanel';
import { LearningCurves } from './curves/LearningCurves';
import { MatrixHead, MatrixRow } from './differences/DifferenceMatrix';
import {
  expectSamePositions,
  expectSameTexts,
  numbers,
  page,
  relative,
  ticksBy,
  wordsOf,
} from './drawnBothWays.testing';
import { SweepPanel } from './sweep/SweepPanel';

const GROUPS = groupsOf({
  full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
  LoRA: [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
  classifier: [0.577, 0.611, 0.603, 0.604, 0.573, 0.59],
  later: [],
}).map((group, position) => ({ ...group, position }));
const PUBLISHED: PublishedOverlay = {
  figures: {
    full: {
      accuracy: 0.9459,
      sd: 0.0022,
      parametersPercent: 100,
      memoryPercent: 98.5,
      samplesPerSecond: 909,
    },
    LoRA: {
      accuracy: 0.9433,
      sd: 0.0039,
      parametersPercent: 0.608,
      memoryPercent: 97.7,
      samplesPerSecond: 778,
    },
  },
  note: '',
};
const { rows } = SUBJECT;
const PAPER: Paper = { groups: GROUPS, subject: SUBJECT, theme: 'light' };

const PICTURE_TICK =
  /<text x="([\d.]+)" y="[\d.]+" font-size="10\.5" fill="#\w+" text-anchor="middle">([\d.,]+(?:\u00a0(?:%|MB))?)<\/text>/g;
const xs = (d: string): number[] => numbers(d, /[ML]([\d.-]+),/g);

describe('the figure of accuracies', () => {
  const guessing = guessingOf([520, 480]);
  const options = { scale: { from: 0.5, to: 0.94 }, rows, guessing, hidden: 2 } as const;
  const { svg } = accuracyPicture(accuracyFigure(GROUPS, options), PAPER);
  const shown = page(
    <Densities
      groups={GROUPS}
      rows={rows}
      guessing={guessing}
      hidden={2}
      range={[options.scale, () => undefined]}
    />,
  );
  const pageTicks = ticksBy(shown, /class="axis-tick"[^>]*style="left:([\d.]+)%"><span>([^<]*)</g);
  const ticks = ticksBy(svg, PICTURE_TICK);

  it('has the same ticks, on the range that a person chose', () => {
    expect(ticks.map(({ text }) => text)).toEqual(pageTicks.map(({ text }) => text));
    const ofPage = relative(
      pageTicks.map(({ x }) => x),
      pageTicks,
    );
    expectSamePositions(
      ofPage,
      relative(
        ticks.map(({ x }) => x),
        ticks,
      ),
      4,
    );
  });

  it.each([
    ['trials', /class="trial-dot"[^>]*style="left:([\d.]+)%/g, /<circle cx="([\d.]+)"/g, 17, 1],
    ['means', /class="hill-mean" x1="([\d.]+)"/g, /<line class="mean" x1="([\d.]+)"/g, 3, 10],
    [
      'starts of intervals',
      /class="hill-interval" x1="([\d.]+)"/g,
      /<line class="interval" x1="([\d.]+)"/g,
      3,
      10,
    ],
    [
      'guessing',
      /class="axis-chance"[^>]*style="left:([\d.]+)%/g,
      /<line x1="([\d.]+)"[^>]*class="guessing"/g,
      1,
      1,
    ],
  ])('has the same marks: %s', (_, inPage, inPicture, least, scale) => {
    const ofPage = numbers(shown, inPage).map((x) => x / scale);
    expectSamePositions(relative(ofPage, pageTicks), relative(numbers(svg, inPicture), ticks), least);
  });

  it('has the same hills', () => {
    const inPage = [...shown.matchAll(/class="hill-line" d="([^"]*)"/g)].map(([, d = '']) => xs(d));
    const inPicture = [...svg.matchAll(/<path d="([^"Z]*)" fill="none"/g)].map(([, d = '']) => xs(d));
    expect(inPage).toHaveLength(3);
    expectSamePositions(
      relative(
        inPage.flat().map((x) => x / 10),
        pageTicks,
      ),
      relative(inPicture.flat(), ticks),
      60,
    );
  });

  it('has the same texts', () => {
    const pageOnly = 'Axis Whole scale Zoom to data 50.0 to 94.0 % Reset';
    expectSameTexts(shown, svg, { pageOnly, pictureOnly: 'accuracy' });
    expect(wordsOf(shown)).toContain('hidden.');
    expect(wordsOf(svg)).toContain('majority');
  });

  it('has dots and their mean alone for two trials, and says what is missing', () => {
    const few = groupsOf({ two: [0.9, 0.91] }).map((group, position) => ({ ...group, position }));
    const figure = accuracyFigure(few, options);
    const laid = page(<AccuracyPlots figure={figure} groups={few} onSelect={() => undefined} />);
    const { svg: saved } = accuracyPicture(figure, PAPER);
    expect(laid).toContain('three make a curve');
    const marksIn = (markup: string, ...marks: string[]) =>
      marks.map((mark) => markup.split(mark).length - 1);
    const ofPage = ['trial-dot', 'hill-mean', 'hill-interval', 'hill-line'].map((name) => `class="${name}"`);
    expect(marksIn(laid, ...ofPage)).toEqual([2, 1, 0, 0]);
    expect(marksIn(saved, '<circle', 'class="mean"', 'class="interval"', '<path')).toEqual([2, 1, 0, 0]);
  });
});

const ESTIMATED = {
  weights: 4e6,
  adapters: 1e6,
  gradients: 1e6,
  optimizer: 2e6,
  activations: 3e6,
  workspace: 1e6,
};

const BESIDE = publishedColumns(
  GROUPS.map(({ scenario }) => scenario),
  PUBLISHED,
);

describe.each<readonly [string, BarFigure | null, number]>([
  ['parameters', parametersFigure(GROUPS, null), 3],
  ['memory', memoryFigure(GROUPS, [null, null, null, ESTIMATED]), 4 * 6],
  ['speed', speedFigure(GROUPS), 17 + 3],
  ['published accuracies', BESIDE.accuracy, 2],
  ['published parameters', BESIDE.parameters, 0],
  ['published memory', BESIDE.memory, 0],
  ['published speed', BESIDE.speed, 0],
])('the figure of %s', (_, figure, least) => {
  if (!figure) throw new Error('There is no figure.');
  const shown = page(<BarPanel figure={figure} groups={GROUPS} menu={null} />);
  const { svg } = barPicture(figure, PAPER);
  const pageTicks = ticksBy(shown, /class="panel-tick"[^>]*style="left:([\d.]+)%"><span>([^<]*)</g);
  const ticks = ticksBy(svg, PICTURE_TICK);
  const [start, end] = [relative([0], pageTicks)[0] ?? NaN, relative([100], pageTicks)[0] ?? NaN];

  it('has the same ticks', () => {
    expect(ticks.map(({ text }) => text)).toEqual(pageTicks.map(({ text }) => text));
    const ofPage = relative(
      pageTicks.map(({ x }) => x),
      pageTicks,
    );
    expectSamePositions(
      ofPage,
      relative(
        ticks.map(({ x }) => x),
        ticks,
      ),
      2,
    );
  });

  it('has the same marks', () => {
    const inPage = [
      ...numbers(shown, /class="dot-line" style="--at:([\d.]+)"/g).map((at) => 100 * at),
      ...numbers(shown, /class="(?:bar|stack-part)"[^>]*style="width:([\d.]+)%/g),
      ...numbers(shown, /class="bar-tick"[^>]*style="left:([\d.]+)%/g),
      ...numbers(shown, /class="published-mark"[^>]*style="left:([\d.]+)%/g),
    ];
    const left = start + (ticks[0]?.x ?? NaN);
    const widths = numbers(svg, /<rect class="(?:bar|part|published)"[^>]* width="([\d.]+)"/g);
    const inPicture = [
      ...numbers(svg, /<circle cx="([\d.]+)"/g),
      ...widths.map((width) => left + width),
      ...numbers(svg, /<line class="tick" x1="([\d.]+)"/g),
      ...numbers(svg, /<path d="M([\d.]+) [^"]*" class="published"/g).map((x) => x + 4.5),
    ];
    expect(end).toBeGreaterThan(0);
    expectSamePositions(relative(inPage, pageTicks), relative(inPicture, ticks), least);
  });

  it('has the same texts', () => expectSameTexts(shown, svg, {}));
});

describe('the matrix of differences', () => {
  const figure = differencesFigure(GROUPS, { judging: judgingFor(GROUPS), hidden: 1 });
  const shown = page(
    <table>
      <MatrixHead scenarios={figure.scenarios} />
      <tbody>
        {figure.scenarios.map((_, row) => (
          <MatrixRow key={row} figure={figure} row={row} chosenColumn={null} />
        ))}
      </tbody>
    </table>,
  );
  const { svg } = differencesPicture(figure, PAPER);

  it('has the same cells and texts', () => {
    const cells = shown.match(/class="matrix-cell"/g) ?? [];
    expect(cells).toHaveLength(6);
    expect(svg.match(/<rect class="cell"/g)).toHaveLength(6);
    const styled = (style: string): number => shown.split(`border-style:${style}`).length - 1;
    expect(svg.match(/stroke-dasharray="4 2.5"/g) ?? []).toHaveLength(styled('dashed'));
    expect(svg.match(/stroke-dasharray="1.5 2.5"/g) ?? []).toHaveLength(styled('dotted'));
    expectSameTexts(`${shown} ${figure.title} ${figure.looks} ${figure.caption}`, svg, {
      pageOnly: 'minus later: full: LoRA: classifier: points, 95 % interval verdict: –',
    });
  });
});

it('the tables of a sweep have the same cells and texts', () => {
  const named = Object.fromEntries(
    [1, 4].flatMap((rank) =>
      ['0.001', '0.003'].map((rate, i) => [`r=${rank} lr=${rate}`, [0.7, 0.71, 0.69 + 0.1 * i]]),
    ),
  );
  const groups = groupsOf(named).map((group, position) => {
    const [, rank = '1', rate = '1'] = /r=(\d) lr=([\d.]+)/.exec(group.scenario.name) ?? [];
    const { scenario } = group;
    const swept = { ...scenario, rank: Number(rank), alpha: Number(rank), learningRate: Number(rate) };
    return { ...group, position, scenario: swept as typeof scenario };
  });
  const options = { judging: judgingFor(groups), training: DEFAULT_TRAINING };
  const figure = sweepFigure(groups, options);
  if (!figure) throw new Error('The scenarios make no table.');
  const shown = page(<SweepPanel groups={groups} {...options} />);
  const { svg } = sweepPicture(figure, { ...PAPER, groups });
  expect(shown.match(/class="sweep-cell-mean"/g)).toHaveLength(4);
  expect(svg.match(/<rect class="cell"/g)).toHaveLength(4);
  expect(shown.match(/data-best/g)).toHaveLength(1);
  const confirm = `Take ${figure.tables[0]?.best?.name} alone, with new seeds`;
  expect(svg).toContain('equally good');
  expectSameTexts(shown, svg, { pageOnly: `${figure.tables[0]?.name} % the highest mean ${confirm}` });
});

describe('the learning curves', () => {
  const evaluations = [20, 40].map((step) => ({
    ...{ step, accuracy: 0.6 + step / 200, loss: 0.7 - step / 100 },
    ...{ trainLoss: 0.4, trainAccuracy: 0.8 },
  }));
  const slotsOf = (change: Partial<TrialRecord>) =>
    GROUPS.flatMap(({ scenario, done }) =>
      done.map((record) => ({
        ...{ key: record.id, spec: { scenario, seed: record.seed } },
        record: { ...record, ...change },
      })),
    );

  it.each([
    ['measured twice', slotsOf({ evaluations, losses: [0.7, 0.6] })],
    ['measured once', slotsOf({ evaluations: evaluations.slice(1), losses: [0.7, 0.6] })],
  ])('have the same texts where trials were %s', (_, slots) => {
    const figure = curvesFigure(finishedTraces(slots, 'loss'), {
      ...{ view: 'loss', gaps: gapsOf(slots), once: measuredOnce(slots) },
    });
    const { svg } = curvesPicture(figure, PAPER);
    const shown = page(<LearningCurves slots={slots} groups={GROUPS} />);
    // The chart is drawn by recharts, in a browser only: see curves/CurveChart.browser.test.tsx.
    const { steps, values } = figure.axes;
    const axes = [...steps.ticks, ...values.ticks].map(({ text }) => text);
    expectSameTexts(shown, svg, {
      pageOnly: 'curves What is drawn Loss Accuracy',
      pictureOnly: `curves: ${figure.view} ${axes.join(' ')} ${steps.label} ${values.label}`,
    });
  });
});
