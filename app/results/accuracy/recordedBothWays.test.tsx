/** @file Recorded trials are drawn alike in the page and in a saved picture. */
import { expect, it } from 'vitest';
import { accuracyFigure } from '../../../src/figures/accuracy/accuracyFigure';
import { groupsOf, SUBJECT } from '../../../src/figures/testing';
import { accuracyPicture } from '../../../src/pictures';
import { expectSamePositions, numbers, page, relative } from '../drawnBothWays.testing';
import { AccuracyPlots } from './Densities';

const GROUPS = groupsOf({ mine: [] }).map((group, position) => ({ ...group, position }));
const RECORDED = { groups: groupsOf({ mine: [0.7, 0.72, 0.74, 0.75, 0.8] }), source: 'a GPU, 29 Nov 2026' };

it('rings and outlines lie at the same places', () => {
  const figure = accuracyFigure(GROUPS, { scale: 'fixed', rows: 400, recorded: RECORDED });
  const shown = page(<AccuracyPlots figure={figure} groups={GROUPS} onSelect={() => undefined} />);
  const { svg } = accuracyPicture(figure, { groups: GROUPS, subject: SUBJECT, theme: 'light' });
  const rings = numbers(shown, /class="recorded-dot" style="left:([\d.]+)%/g);
  const circles = numbers(svg, /<circle class="recorded" cx="([\d.]+)"/g);
  const ends = (xs: readonly number[]) => [xs[0] ?? NaN, xs.at(-1) ?? NaN].map((x) => ({ x, text: '' }));
  expectSamePositions(relative(rings, ends(rings)), relative(circles, ends(circles)), 5);
  const outlineOf = (markup: string, pattern: RegExp) =>
    numbers(pattern.exec(markup)?.[1] ?? '', /[ML]([\d.-]+),/g);
  const [inPage, inPicture] = [
    outlineOf(shown, /class="recorded-line" d="([^"]*)"/).map((x) => x / 10),
    outlineOf(svg, /<path class="recorded" d="([^"]*)"/),
  ];
  expectSamePositions(relative(inPage, ends(rings)), relative(inPicture, ends(circles)), 10);
  expect(shown).toContain('recorded, n = 5');
  expect(svg).toContain('recorded on a GPU, 29 Nov 2026');
});
