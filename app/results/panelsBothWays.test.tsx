/** @file The line-up, the figure over r and the choices are drawn alike in the page and in a saved picture. */
import { describe, expect, it } from 'vitest';
import { choicesFigure } from '../../src/figures/choices/choicesFigure';
import { gapsOf } from '../../src/figures/curves/gaps';
import { rankFigure } from '../../src/figures/rank/rankFigure';
import { summaryFigures } from '../../src/figures/summaryFigures';
import { groupOf, groupsOf, recordsOf, SUBJECT } from '../../src/figures/testing';
import { lessonById } from '../../src/lessons';
import { choicesPicture, lineUpPicture, rankPicture, type Paper } from '../../src/pictures';
import { Choices } from './choices/Choices';
import {
  expectSamePositions,
  expectSameTexts,
  numbers,
  page,
  relative,
  ticksBy,
} from './drawnBothWays.testing';
import { LineUp } from './lineUp/LineUp';
import { RankPlots } from './rank/ByRank';

const paperOf = (groups: Paper['groups']): Paper => ({ groups, subject: SUBJECT, theme: 'light' });

it('the choices have the same cells and texts', () => {
  const scenarios = lessonById('layers')?.experiment.scenarios ?? [];
  const groups = scenarios.map((scenario, position) => ({ ...groupOf(scenario, []), position }));
  const figure = choicesFigure(scenarios, { widths: null, layers: 12 });
  const shown = page(<Choices groups={groups} config={null} />);
  const { svg } = choicesPicture(figure, paperOf(groups));
  const cellsOf = (markup: string) =>
    [...markup.matchAll(/<rect [^>]*class="(?:on|off)"[^>]*>/g)].map(([rect]) =>
      ['x', 'y', 'width', 'height'].map((name) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(rect)?.[1])),
    );
  const [ofPage, ofPicture] = [cellsOf(shown), cellsOf(svg)];
  expect(ofPage).toHaveLength(scenarios.length * (12 * 6 + 2));
  const share = (place: number): number => place / 100; // pictures are written in hundredths of a pixel
  expectSamePositions(ofPage.flat().map(share), ofPicture.flat().map(share));
  const colored = (markup: string) =>
    [...markup.matchAll(/class="on"[^>]*fill="([^"]+)"/g)].map(([, fill]) => fill);
  expect(colored(shown).length).toBeGreaterThan(100);
  expect(colored(svg)).toEqual(colored(shown));
  expectSameTexts(shown, svg, { pictureOnly: 'no finished' });
});

describe('the figure over r', () => {
  const evaluations = [100, 200].map((step) => ({
    ...{ step, accuracy: 0.8, loss: 0.4, trainLoss: 0.2, trainAccuracy: 0.95 },
  }));
  const groups = (lessonById('rank')?.experiment.scenarios ?? []).map((scenario, i) =>
    groupOf(
      scenario,
      recordsOf(scenario, [0.8 + i / 100, 0.82 + i / 90]).map((record) => ({ ...record, evaluations })),
    ),
  );
  const slots = groups.flatMap(({ scenario, done }) =>
    done.map((record) => ({ key: record.id, spec: { scenario, seed: record.seed }, record })),
  );
  const figure = rankFigure(groups, { config: null, gaps: gapsOf(slots) }) as NonNullable<
    ReturnType<typeof rankFigure>
  >;
  const shown = page(<RankPlots figure={figure} />);
  const { svg } = rankPicture(figure, paperOf(groups));

  /** The three plots, each with the positions of its ticks, from the bottom, first. */
  const plotsOf = (markup: string, start: RegExp) => markup.split(start).slice(1);
  const inPage = plotsOf(shown, /class="rank-plot"/);
  const inPicture = plotsOf(svg, /<g transform="translate\([\d.]+ 0\)">/);
  const textless = (x: number) => ({ x, text: '' });
  const across = ticksBy(svg, /<text x="([\d.]+)"[^>]*text-anchor="middle">(1|32)</g).slice(0, 2);

  it.each([
    ['accuracy', 0, ['mean', 'trial'], 6 + 12],
    ['parameters', 1, ['mean'], 6],
    ['gap', 2, ['mean', 'training'], 6 + 6],
  ])('has the same ticks and marks in the plot of %s', (_, at, kinds, count) => {
    const [page, picture] = [inPage[at] ?? '', inPicture[at] ?? ''];
    const pageTicks = numbers(page, /class="rank-tick" style="bottom:([\d.e-]+)%/g).map((up) =>
      textless(100 - up),
    );
    const ticks = numbers(picture, /<line x1="44" x2="[\d.]+" y1="([\d.]+)" y2="\1" stroke="#e4dfd5"/g).map(
      textless,
    );
    const placesOf = (ticks: typeof pageTicks) =>
      relative(
        ticks.map(({ x }) => x),
        ticks,
      );
    expectSamePositions(placesOf(pageTicks), placesOf(ticks), 2);
    const placed = (markup: string, name: 'cx' | 'cy') =>
      kinds.flatMap((kind) =>
        [...markup.matchAll(/<circle [^>]*>/g)].flatMap(([circle]) =>
          new RegExp(` class="(?:rank-)?${kind}"`).test(circle)
            ? [Number(new RegExp(` ${name}="([\\d.e-]+)`).exec(circle)?.[1])]
            : [],
        ),
      );
    expectSamePositions(
      relative(placed(page, 'cy'), pageTicks),
      relative(placed(picture, 'cy'), ticks),
      count,
    );
    expectSamePositions(
      placed(page, 'cx').map((x) => x / 100),
      relative(placed(picture, 'cx'), across),
      count,
    );
  });

  it('has the same texts', () =>
    expectSameTexts(`${shown} ${figure.title} ${figure.caption}`, svg, { pictureOnly: '2' }));
});

describe('the line-up', () => {
  const groups = groupsOf({
    full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
    LoRA: [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
    classifier: [0.577, 0.611, 0.603, 0.604, 0.573, 0.59],
    later: [],
  }).map((group, position) => ({ ...group, position }));
  const memory = groups.map(() => null);
  const subject = { rows: SUBJECT.rows, guessing: null };
  const figures = summaryFigures(groups, subject, { config: null, memory });
  const shown = page(
    <LineUp
      accuracies={{ groups, ...subject, range: [figures.accuracy.range, () => undefined] }}
      groups={groups}
      config={null}
      memory={{ groups, estimated: memory }}
    />,
  );
  const { svg } = lineUpPicture(figures, paperOf(groups));
  // The accuracies are held by drawnBothWays.test.tsx; here are the columns beside them.
  const [inPage, inPicture] = [
    shown.slice(shown.indexOf('line-up-costs')),
    svg.slice(svg.search(/>b\sTrainable/)),
  ];
  const track = numbers(inPicture, /<line x1="0" x2="([\d.]+)" y1="([\d.]+)" y2="\2"/g)[0] ?? NaN;

  it('has the same figures in the same order', () => {
    const titles = [...shown.matchAll(/<h[23][^>]*>([^<]+)<\/h[23]>/g)].map(([, title = '']) => title);
    const named = titles.filter((title) => !(title in { full: 1, LoRA: 1, classifier: 1, later: 1 }));
    expect(named).toHaveLength(4);
    // A column's title may need two lines.
    const starts = [...svg.matchAll(/>[abcd]\s(\w+)/g)].map(([, word]) => word);
    expect(starts).toEqual(named.map((title) => title.split(' ')[0]));
  });

  it.each([
    ['bars', /class="bar" style="width:([\d.]+)%/g, /<rect class="bar"[^>]* width="([\d.]+)"/g, 3],
    [
      'parts',
      /class="stack-part" title[^>]*style="width:([\d.]+)%/g,
      /<rect class="part"[^>]* width="([\d.]+)"/g,
      18,
    ],
    ['trials', /class="bar-tick"[^>]*style="left:([\d.]+)%/g, /<line class="tick" x1="([\d.]+)"/g, 17],
    ['ticks', /class="panel-tick"[^>]*style="left:([\d.]+)%/g, /<line x1="([\d.]+)" x2="\1" y1="0"/g, 6],
  ])('has the same %s', (_, ofPage, ofPicture, least) =>
    expectSamePositions(
      numbers(inPage, ofPage).map((x) => x / 100),
      numbers(inPicture, ofPicture).map((x) => x / track),
      least,
    ),
  );

  it('has the same texts', () =>
    expectSameTexts(shown, svg, {
      pageOnly: 'Axis Whole scale Zoom to data 50.0 to 100.0 % Reset',
      pictureOnly: `a b c d * accuracy ${figures.title}`,
    }));
});
