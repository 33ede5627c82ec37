import { beforeAll, describe, expect, test } from 'vitest';
import { Comparison, integers, maker } from '../testing';

describe('the classifier head', () => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create({ software: true });
  });

  test('first tokens and their gradient', async () => {
    const random = maker(8);
    const shape = { batch: 5, sequence: 7 };
    const [x, dOut] = [random(35, 30), random(5, 30)];
    const results = await comparison.expectSame(
      (side) => ({
        y: side.ops.firstTokens(side.tensor(x), shape),
        dx: side.ops.firstTokensBackward(side.tensor(dOut), shape),
      }),
      0,
    );
    expect(results.dx!.filter((value) => value !== 0)).toHaveLength(5 * 30);
  });

  test.each([
    { name: 'all rows', labels: [0, 2, 1, 1, 0], classes: 3 },
    { name: 'rows that fill up the batch', labels: [1, -1, 0, -1, -1], classes: 2 },
    { name: 'no row at all', labels: [-1, -1], classes: 2 },
    {
      name: 'many rows and classes',
      labels: Array.from({ length: 70 }, (_, i) => (i % 23) - 1),
      classes: 22,
    },
  ])('cross-entropy of $name', async ({ labels, classes }) => {
    const logits = maker(classes)(labels.length, classes);
    logits.values.forEach((value, i) => (logits.values[i] = value * 20));
    const results = await comparison.expectSame((side) =>
      side.ops.crossEntropy(side.tensor(logits), side.tensor(integers(...labels))),
    );
    const scored = labels.filter((label) => label >= 0).length;
    expect(results.stats![1]).toBeLessThanOrEqual(scored);
    for (const [row, label] of labels.entries())
      if (label < 0)
        expect(results.dLogits!.slice(row * classes, (row + 1) * classes)).toEqual(new Float32Array(classes));
  });
});
