/** @file */
import { describe, expect, it } from 'vitest';
import { addTags, MAX_NAME, MAX_TAGS, tidyName } from './entry';

describe('what a person types', () => {
  it('becomes a name on one line', () => {
    expect(tidyName('  Anna\n and\tBen ')).toBe('Anna and Ben');
    expect(tidyName('x'.repeat(500))).toHaveLength(MAX_NAME);
    expect(() => tidyName(' \n')).toThrow('needs a name');
  });

  it('becomes tags, each once', () => {
    expect(addTags(['class 7b'], 'GPU, #Class 7B, gpu,, wash')).toEqual(['class 7b', 'GPU', 'wash']);
    const many = Array.from({ length: 40 }, (_, i) => `t${i}`).join();
    expect(addTags([], many)).toHaveLength(MAX_TAGS);
  });
});
