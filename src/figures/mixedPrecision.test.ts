import { describe, expect, it } from 'vitest';
import { footerText } from '../pictures/frame';
import { accuracyFigure } from './accuracy/accuracyFigure';
import { memoryFigure } from './costs/memoryFigure';
import { speedFigure } from './costs/speedFigure';
import { groupsOf, SUBJECT } from './testing';

const FLOAT = groupsOf({ upper: [0.9, 0.8], lower: [0.7, 0.6] });
const MIXED = FLOAT.map((group) => ({ ...group, isMixed: true }));
const BOTH = FLOAT.map((group, i) => ({ ...group, isMixed: i === 0 }));

/** The captions of all figures that show values or costs, and the line at the foot of a picture. */
const texts = (groups: typeof FLOAT): string[] => [
  accuracyFigure(groups, { scale: 'zoomed', rows: null }).caption,
  memoryFigure(groups, []).caption,
  speedFigure(groups).caption,
  footerText(SUBJECT, groups),
];

describe('mixed precision in figures', () => {
  it('is not named where trials train in float32', () => {
    for (const text of texts(FLOAT)) expect(text).not.toMatch(/precision/);
  });

  it('is named where all train in it', () => {
    const [footer, ...captions] = texts(MIXED).toReversed();
    for (const caption of captions) expect(caption).toContain('Trials train in mixed precision.');
    expect(footer).toContain(' · mixed precision');
    expect(footer).not.toContain('float32');
  });

  it('is told apart where some do', () => {
    const [footer, ...captions] = texts(BOTH).toReversed();
    for (const caption of captions)
      expect(caption).toContain('Trials of upper train in mixed precision, the others in float32.');
    expect(footer).toContain(' · mixed precision and float32');
  });
});
