/** @file The learning curves as recharts draws them, beside the saved picture: the same ticks, labels and curves. */
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { curvesFigure } from '../../../src/figures/curves/curvesFigure';
import { groupsOf, SUBJECT, tracesOf } from '../../../src/figures/testing';
import { curvesPicture } from '../../../src/pictures';
import { CurveChart } from './CurveChart';

const groups = groupsOf({ full: [0.91, 0.93, 0.9], 'LoRA r=8': [0.87, 0.91] });

/** The positions of texts, and their words. */
function textsOf(root: ParentNode, selector: string): { words: string; x: number; y: number }[] {
  return [...root.querySelectorAll(selector)].map((text) => ({
    words: text.textContent,
    x: Number(text.getAttribute('x')),
    y: Number(text.getAttribute('y')),
  }));
}

/** Every coordinate of a path as a share of the way between two ticks. */
function points(path: Element | null, [x0, x1]: readonly number[], [y0, y1]: readonly number[]): number[] {
  const numbers = (path?.getAttribute('d') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
  return numbers.map((value, i) => {
    const [from = NaN, to = NaN] = i % 2 === 0 ? [x0, x1] : [y0, y1];
    return (value - from) / (to - from);
  });
}

it('has the ticks, the labels and the curves of the saved picture', async () => {
  const figure = curvesFigure(tracesOf(groups, 100), { view: 'loss', leastSteps: 120 });
  const { axes, traces, view } = figure;
  const host = document.createElement('div');
  host.style.cssText = 'width: 800px; height: 300px';
  document.body.append(host);
  const root = createRoot(host);
  root.render(<CurveChart drawn={{ view, traces }} axes={axes} />);
  await expect.poll(() => host.querySelectorAll('.trace').length, { timeout: 10_000 }).toBe(5);

  const saved = document.createElement('div');
  saved.innerHTML = curvesPicture(figure, { groups, subject: SUBJECT, theme: 'light' }).svg;
  const shownTicks = textsOf(host, '.recharts-cartesian-axis-tick-value');
  const savedTexts = textsOf(saved, 'text[font-size="10.5"]');
  const words = [...axes.steps.ticks, ...axes.values.ticks].map(({ text }) => text);
  expect(shownTicks.map((tick) => tick.words).sort()).toEqual(words.sort());
  const labels = textsOf(host, '.recharts-label').map((label) => label.words);
  expect(labels.sort()).toEqual([axes.steps.label, axes.values.label].sort());
  for (const text of [...words, ...labels]) expect(savedTexts.map((each) => each.words)).toContain(text);

  // recharts writes whole pixels for a tick's text, so the lines of the axes give the positions.
  const plot = host.querySelector('.recharts-cartesian-grid-horizontal line');
  const left = Number(plot?.getAttribute('x1'));
  const right = Number(plot?.getAttribute('x2'));
  const lines = [...host.querySelectorAll('.recharts-cartesian-grid-horizontal line')];
  const ys = lines.map((line) => Number(line.getAttribute('y1'))).sort((a, b) => b - a);
  const savedLines = [...saved.querySelectorAll('line[x1="56"][x2="832"]')].slice(
    0,
    axes.values.ticks.length,
  );
  const savedYs = savedLines.map((line) => Number(line.getAttribute('y1')));
  const inPage = [...host.querySelectorAll('.trace')];
  const inPicture = [...saved.querySelectorAll('g.trace')];
  expect(inPicture).toHaveLength(inPage.length);
  for (const [i, trace] of inPage.entries())
    for (const [shown, kept] of [
      ['.trace-training', 'path:not([stroke-dasharray])'],
      ['.trace-validation', 'path[stroke-dasharray]'],
    ] as const) {
      const a = points(trace.querySelector(shown), [left, right], [ys[0] ?? NaN, ys.at(-1) ?? NaN]);
      const ends = [savedYs[0] ?? NaN, savedYs.at(-1) ?? NaN];
      const b = points(inPicture[i]?.querySelector(kept) ?? null, [56, 832 - 8], ends);
      expect(a.length).toBeGreaterThan(9);
      expect(b).toHaveLength(a.length);
      for (const [k, value] of a.entries()) expect(b[k]).toBeCloseTo(value, 2);
    }
  root.unmount();
  host.remove();
});
