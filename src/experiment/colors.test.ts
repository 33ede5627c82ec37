/** @file Measures the palette: contrast to light and dark pages, and distances as colour-blind people see them. */
import { describe, expect, it } from 'vitest';
import { colorAt, nextColor, SCENARIO_COLORS } from './colors';
import { DEFAULT_EXPERIMENT } from './defaults';
import { SHADES } from './sweep/sweepColors';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const times = (matrix: Matrix, [a, b, c]: Triple): Triple => {
  const row = ([x, y, z]: Triple) => x * a + y * b + z * c;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};

/** Linear-light sRGB in [0, 1]. */
function linear(hex: string): Triple {
  const channel = (at: number) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function contrast(a: string, b: string): number {
  const luminance = (hex: string) =>
    times(
      [
        [0.2126, 0.7152, 0.0722],
        [0, 0, 0],
        [0, 0, 0],
      ],
      linear(hex),
    )[0];
  const both = [luminance(a), luminance(b)];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}

/** https://bottosson.github.io/posts/oklab/ */
function oklab(color: Triple): Triple {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color.map((c) => Math.min(1, Math.max(0, c))) as unknown as Triple,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms.map(Math.cbrt) as unknown as Triple,
  );
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHT: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function smallestDistance(colors: readonly string[], sight: Matrix): number {
  const seen = colors.map((color) => oklab(times(sight, linear(color))));
  const distances = seen.flatMap((a, i) =>
    seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  return Math.min(...distances);
}

describe('SCENARIO_COLORS', () => {
  it.each(SCENARIO_COLORS)('%s stands out from light and dark pages', (color) => {
    expect(contrast(color, '#ffffff')).toBeGreaterThan(3);
    expect(contrast(color, '#14161a')).toBeGreaterThan(3);
  });

  // 0.02 is a just noticeable difference; the palette keeps more than three times that.
  it.each(Object.entries(SIGHT))('stay apart under %s', (name, sight) => {
    expect(smallestDistance(SCENARIO_COLORS, sight)).toBeGreaterThan(name === 'normal' ? 0.11 : 0.07);
    expect(smallestDistance(SCENARIO_COLORS.slice(0, 4), sight)).toBeGreaterThan(0.085);
  });

  it('begin with the colours of the default experiment', () => {
    const colors = DEFAULT_EXPERIMENT.scenarios.map(({ color }) => color);
    expect(colors).toEqual(SCENARIO_COLORS.slice(0, colors.length));
  });
});

describe('SHADES', () => {
  it.each(SHADES.flat())('%s stands out from light and dark pages', (color) => {
    expect(contrast(color, '#ffffff')).toBeGreaterThan(3);
    expect(contrast(color, '#14161a')).toBeGreaterThan(3);
  });

  // The shades are closer than the palette but further apart than a just noticeable difference; repeated colours would
  // have no distance at all.
  it.each(Object.entries(SIGHT))('stay apart under %s', (name, sight) => {
    expect(smallestDistance(SHADES.flat(), sight)).toBeGreaterThan(name === 'normal' ? 0.045 : 0.024);
    for (const shades of SHADES) expect(smallestDistance(shades, sight)).toBeGreaterThan(0.03);
  });
});

describe('nextColor', () => {
  it('takes the first free colour, then the one used least', () => {
    expect(nextColor([])).toBe(SCENARIO_COLORS[0]);
    expect(nextColor([{ color: colorAt(0).toUpperCase() }, { color: colorAt(2) }])).toBe(SCENARIO_COLORS[1]);
    const all = SCENARIO_COLORS.map((color) => ({ color }));
    expect(nextColor([...all, { color: colorAt(0) }])).toBe(SCENARIO_COLORS[1]);
  });
});
