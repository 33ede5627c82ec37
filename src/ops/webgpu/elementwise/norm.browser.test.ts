import { beforeAll, describe, expect, test } from 'vitest';
import { Comparison, maker } from '../testing';

describe.each([true, false])('addNorm, kernels for software adapters: %s', (software) => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create({ software });
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 5 });
  });

  for (const dropout of [null, { rate: 0.1, site: 9 }])
    for (const slots of [false, true])
      test.each([
        [35, 30],
        [70, 64],
        [3, 516],
        [1, 1],
      ])(`%i x %i, ${dropout ? 'with' : 'without'} dropout, gradients ${slots}`, async (rows, width) => {
        const random = maker(width);
        const [residual, x, dy, gamma, beta] = [
          random(rows, width),
          random(rows, width),
          random(rows, width),
          random(width),
          random(width),
        ];
        const results = await comparison.expectSame((side) => {
          const parameters = side.flat({ gamma, beta });
          const operand = (name: 'gamma' | 'beta') =>
            slots ? parameters.slot(name) : side.tensor(name === 'gamma' ? gamma : beta);
          const { y, saved } = side.ops.addNorm(
            side.tensor(residual),
            side.tensor(x),
            operand('gamma'),
            operand('beta'),
            1e-5,
            dropout,
            true,
          );
          const plain = side.ops.addNorm(
            side.tensor(residual),
            side.tensor(x),
            operand('gamma'),
            operand('beta'),
            1e-5,
            dropout,
            false,
          );
          expect(plain.saved).toBeNull();
          const gradients = slots ? side.flat({ gamma: [width], beta: [width] }) : null;
          const slotsOf = gradients && { gamma: gradients.slot('gamma'), beta: gradients.slot('beta') };
          const { dResidual, dx } = side.ops.addNormBackward(
            side.tensor(dy),
            saved!,
            operand('gamma'),
            dropout,
            slotsOf,
          );
          return { y, plain: plain.y, ...saved!, dResidual, dx, ...slotsOf };
        }, 2e-5);
        expect(Object.keys(results)).toHaveLength(slots ? 8 : 6);
        expect(results.plain).toEqual(results.y);
      });
});
