import { expect, it } from 'vitest';
import { MATRIX_UNITS_FEATURE } from './matrixUnits';
import { MixedPrecision } from './mixedPrecision';

const config = (componentType: string, resultComponentType: string, size: number) => ({
  ...{ componentType, resultComponentType, M: size, N: size, K: size },
});
const HALF = [config('f16', 'f16', 8), config('f16', 'f32', 8), config('f16', 'f32', 16)];

function offering(features: readonly string[], configs: readonly object[] = [], largest = 32) {
  const adapterInfo = { subgroupMinSize: 32, subgroupMaxSize: largest, subgroupMatrixConfigs: configs };
  return { features: new Set(features), adapterInfo } as unknown as Pick<GPUDevice, 'features'>;
}

const ALL = ['shader-f16', 'subgroups', MATRIX_UNITS_FEATURE];

it('takes the largest matrix units that sum in float32', () => {
  const precision = new MixedPrecision(offering(ALL, HALF));
  expect(precision.path.kind).toBe('matrix');
  expect(precision.units).toEqual({ size: 16, lanes: 32 });
});

it('saves memory alone where there are none, or subgroups of no fixed size', () => {
  const without = [offering([]), offering(ALL, [config('i8', 'i32', 16)]), offering(ALL, HALF, 64)];
  for (const device of [...without, offering(['subgroups', MATRIX_UNITS_FEATURE], HALF)])
    expect(new MixedPrecision(device).path.kind).toBe('storage');
});

it('computes in half floats only where that is asked for and offered', () => {
  expect(new MixedPrecision(offering(ALL, HALF), 'arithmetic').path.kind).toBe('arithmetic');
  expect(new MixedPrecision(offering([]), 'arithmetic').path.kind).toBe('storage');
  expect(new MixedPrecision(offering(ALL, HALF), 'storage')).toMatchObject({
    units: null,
    path: { kind: 'storage' },
  });
});
