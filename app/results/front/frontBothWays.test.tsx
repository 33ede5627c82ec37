/** @file Accuracy against cost is drawn alike in the page and in a saved picture, and its table has the same values. */
import { expect, it } from 'vitest';
import { frontFigure } from '../../../src/figures/front/frontFigure';
import { frontPoints } from '../../../src/figures/front/frontPoints';
import { groupsOf, SUBJECT } from '../../../src/figures/testing';
import { frontPicture } from '../../../src/pictures';
import { frontTable } from '../../../src/report/tables/frontTable';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { expectSamePositions, numbers, page, relative, ticksBy, wordsOf } from '../drawnBothWays.testing';
import { FrontPlot } from './FrontPlot';
import { FrontTable } from './FrontTable';

const PEAKS = [100e6, 50e6, 60e6];
const groups = groupsOf({
  all: [0.91, 0.93, 0.92, 0.9],
  half: [0.9, 0.92, 0.915, 0.9],
  worse: [0.7, 0.72, 0.71, 0.73],
  later: [],
}).map((group, i) => ({
  ...group,
  done: group.done.map((record) => ({ ...record, peakBytes: PEAKS[i] ?? 0 })),
}));
const figure = frontFigure(frontPoints(groups, { config: null }), {
  ...{ cost: 'memory', measure: 'accuracy', told: 'Told.' },
  recommended: groups[1]?.scenario ?? null,
});
const shown = page(<FrontPlot figure={figure} />);
const { svg } = frontPicture(figure, { groups, subject: SUBJECT, theme: 'light' });

it('has the same ticks and marks, across and up', () => {
  const across = ticksBy(shown, /class="front-cost" style="left:([\d.]+)%"><span>([^<]*)</g);
  const inPicture = ticksBy(svg, /<text x="([\d.]+)" y="354"[^>]*text-anchor="middle">([^<]*)</g).filter(
    ({ text }) => across.some((tick) => tick.text === text),
  );
  expect(inPicture.map(({ text }) => text)).toEqual(across.map(({ text }) => text));
  expectSamePositions(
    relative(numbers(shown, /class="front-mark" style="left:([\d.]+)%/g), across),
    relative(numbers(svg, /<circle cx="([\d.]+)" cy="[\d.]+" class="mean"/g), inPicture),
    3,
  );
  const up = numbers(shown, /class="front-tick" style="bottom:([\d.e-]+)%/g).map((at) => ({
    x: 100 - at,
    text: '',
  }));
  const upPicture = numbers(svg, /y1="([\d.]+)" y2="\1" stroke="[^"]+" class="across"/g).map((x) => ({
    x,
    text: '',
  }));
  expectSamePositions(
    relative(
      numbers(shown, /class="front-mark" style="[^"]*bottom:([\d.]+)%/g).map((at) => 100 - at),
      up,
    ),
    relative(numbers(svg, /<circle cx="[\d.]+" cy="([\d.]+)" class="mean"/g), upPicture),
    3,
  );
  expect(shown.match(/class="front-interval"/g)).toHaveLength(3);
  expect(svg.match(/class="interval"/g)).toHaveLength(3);
  expect(shown.match(/class="front-mark"[^>]*data-recommended/g)).toHaveLength(1);
  expect(svg.match(/class="ring"/g)).toHaveLength(1);
});

it('names every mark in the picture, and every value in the table', () => {
  for (const name of ['all', 'half', 'worse']) expect(wordsOf(svg)).toContain(name);
  expect(wordsOf(svg)).toContain('Told.');
  const rows = [...page(<FrontTable figure={figure} />).matchAll(/<th scope="row"/g)];
  expect(rows).toHaveLength(4);
});

it('is a table of all costs and fronts, too', () => {
  const table = frontTable(() => DEFAULT_EXPERIMENT, groups, { config: null });
  const column = (name: string) => table.rows.map((row) => row[table.columns.indexOf(name)]);
  expect(column('scenario')).toEqual(['all', 'half', 'worse', 'later']);
  expect(column('peakBytes')).toEqual([100e6, 50e6, 60e6, null]);
  expect(column('onFrontOfMemory')).toEqual([true, true, false, null]);
});
