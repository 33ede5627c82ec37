import { expect, it } from 'vitest';
import { moduleSet } from '../../../src/architecture/modules';
import { fromLayerUp } from './fromLayerUp';

it('puts the ticked components into the layer and all above it, and into none below', () => {
  const even = moduleSet(
    4,
    (layer, component) => layer % 2 === 0 && (component === 'value' || component === 'up'),
  );
  expect(fromLayerUp(even, 3)).toEqual([[], [], ['value', 'up'], ['value', 'up']]);
  expect(fromLayerUp(fromLayerUp(even, 4), 1)).toEqual(Array.from({ length: 4 }, () => ['value', 'up']));
});
