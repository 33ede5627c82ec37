/** @file Tests what a workshop's texts become: blocks, addresses, names of files, sentences on the budget. */
import { describe, expect, it } from 'vitest';
import { budgetRefusal, formatUsed } from './budget';
import { introFileUrl } from './introFile';
import { participantFile } from './participantFile';
import { textBlocks } from './textBlocks';

describe('textBlocks', () => {
  it('knows paragraphs, headings and lists, and nothing else', () => {
    const text =
      'One\nline.\r\n\r\nTwo <b>bold</b> [x](javascript:1)\n# Head\n- a\n  goes on\n* b\n\n-not an item\n#nor this';
    expect(textBlocks(text)).toEqual([
      { kind: 'paragraph', text: 'One line.' },
      { kind: 'paragraph', text: 'Two <b>bold</b> [x](javascript:1)' },
      { kind: 'heading', text: 'Head' },
      { kind: 'list', items: ['a goes on', 'b'] },
      { kind: 'paragraph', text: '-not an item #nor this' },
    ]);
    expect(textBlocks(' \n\n ')).toEqual([]);
    expect(textBlocks('# x\n'.repeat(10_000)).length).toBe(300);
  });
});

describe('introFileUrl', () => {
  const page = 'https://lab.test/lab/index.html#lesson=rank';
  it('finds files beside the page and elsewhere on its origin', () => {
    expect(introFileUrl('workshop.md', page).href).toBe('https://lab.test/lab/workshop.md');
    expect(introFileUrl('/texts/a.md', page).href).toBe('https://lab.test/texts/a.md');
    expect(introFileUrl('https://lab.test/a.md', page).href).toBe('https://lab.test/a.md');
  });
  it.each(['https://other.test/a.md', '//other.test/a.md', 'http://lab.test/a.md', 'data:text/plain,x'])(
    'refuses %s',
    (file) => expect(() => introFileUrl(file, page)).toThrow('lies on another origin'),
  );
  it('refuses what is no address, and script', () => {
    expect(() => introFileUrl('https://', page)).toThrow('has no address');
    expect(() => introFileUrl('javascript:alert(1)', page)).toThrow('(javascript:)');
  });
});

describe('participantFile', () => {
  it('joins what file names can carry', () => {
    expect(participantFile('Monday: LoRA', 'Ada Lovelace')).toBe('lora-lab-Monday-LoRA-Ada-Lovelace.json');
    expect(participantFile('../..', ' ')).toBe('lora-lab-workshop.json');
    expect(participantFile('k3x', '王小明')).toBe('lora-lab-k3x-王小明.json');
    expect(participantFile('x'.repeat(500), '').length).toBeLessThan(70);
  });
});

describe('the budget', () => {
  const plan = { scenarios: 2, seeds: 4 };
  it('lets through what fits', () => {
    expect(formatUsed({ budget: 12, used: 4 })).toBe('4 of 12 trials used');
    expect(budgetRefusal({ budget: 12, used: 4 }, 8, plan)).toBeNull();
    expect(budgetRefusal({ budget: 1, used: 5 }, 0, plan)).toBeNull();
  });
  it('says what would fit where the run does not', () => {
    expect(budgetRefusal({ budget: 12, used: 7 }, 8, plan)).toEqual({
      message: 'This run is 8 trials; of the workshop’s 12, 5 are left.',
      remedy: 'With 2 seeds instead of 4, or fewer scenarios, it fits.',
    });
    expect(budgetRefusal({ budget: 12, used: 11 }, 2, { scenarios: 2, seeds: 1 })?.remedy).toBe(
      'Take fewer seeds or scenarios: 1 trial at most.',
    );
    expect(budgetRefusal({ budget: 1, used: 1 }, 1, plan)).toEqual({
      message: 'The workshop’s 1 trial is used up on this device.',
      remedy: 'Hand in what you have.',
    });
  });
});
