/** @file Saved pictures in a browser, in the typeface they carry: no text overlaps another or leaves the picture. */
import { beforeAll, describe, expect, it } from 'vitest';
import { carryingType, TYPE_RULES } from '../../../src/fonts/embedded';
import { accuracyFigure } from '../../../src/figures/accuracy/accuracyFigure';
import { curvesFigure } from '../../../src/figures/curves/curvesFigure';
import { differencesFigure } from '../../../src/figures/differences/differencesFigure';
import { summaryFigures } from '../../../src/figures/summaryFigures';
import { judgingFor, groupsOf, SUBJECT, tracesOf } from '../../../src/figures/testing';
import {
  accuracyPicture,
  curvesPicture,
  differencesPicture,
  lineUpPicture,
  type Picture,
} from '../../../src/pictures';

const LONG = {
  'WWW MMM QQQ: query, key, value and output, ranks 1, 2, 4 and 8 of layers 10 to 12': [0.911, 0.93, 0.912],
  'upper half, attention only, learning rate 0.0003, alpha 16': [0.874, 0.914, 0.902],
  Mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm: [0.882, 0.869, 0.878],
};

/** Pairs of texts that overlap by more than a pixel each way, and texts that leave the picture. */
function collisions({ svg, width }: Picture): string[] {
  const host = document.createElement('div');
  host.innerHTML = carryingType(svg);
  document.body.append(host);
  const { left } = host.getBoundingClientRect();
  const texts = [...host.querySelectorAll('text')].map((text) => ({
    words: text.textContent,
    box: text.getBoundingClientRect(),
  }));
  host.remove();
  expect(texts.length).toBeGreaterThan(10);
  const outside = texts.filter(({ box }) => box.left < left - 1 || box.right > left + width + 1);
  const pairs = texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter(
        ({ box: b }) =>
          Math.min(a.box.right, b.right) - Math.max(a.box.left, b.left) > 1 &&
          // Boxes are as tall as the typeface's ascent and descent; lines are set closer than that.
          Math.min(a.box.bottom, b.bottom) - Math.max(a.box.top, b.top) > 6,
      )
      .map((b) => `${a.words} | ${b.words}`),
  );
  return [...outside.map(({ words }) => `outside: ${words}`), ...pairs];
}

describe('text of pictures with long names', () => {
  const groups = groupsOf(LONG);
  const paper = { groups, subject: SUBJECT, theme: 'light' } as const;
  const { rows } = SUBJECT;
  const estimated = { config: null, memory: groups.map(() => null) };

  beforeAll(async () => {
    const style = document.createElement('style');
    style.textContent = TYPE_RULES;
    document.head.append(style);
    const faces = ["400 12px 'Lab Sans'", "600 12px 'Lab Sans'", "500 18px 'Lab Serif'"];
    const loaded = await Promise.all(faces.map((face) => document.fonts.load(face)));
    expect(loaded.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it.each([
    ['accuracy', accuracyPicture(accuracyFigure(groups, { scale: 'fixed', rows }), paper)],
    ['differences', differencesPicture(differencesFigure(groups, { judging: judgingFor(groups) }), paper)],
    ['curves', curvesPicture(curvesFigure(tracesOf(groups, 100), { view: 'loss' }), paper)],
    ['the line-up', lineUpPicture(summaryFigures(groups, SUBJECT, estimated), paper)],
  ])('collides nowhere in %s', (_, picture) => {
    expect(collisions(picture)).toEqual([]);
  });
});
