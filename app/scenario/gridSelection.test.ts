import { describe, expect, it } from 'vitest';
import { moduleCount, moduleSet } from '../../src/architecture/modules';
import {
  cellsBetween,
  moveFocus,
  sameModules,
  setCells,
  toggleComponent,
  toggleLayer,
} from './gridSelection';

const none = moduleSet(12, () => false);
const all = moduleSet(12, () => true);

describe('painting', () => {
  it('switches on what the stroke touched and leaves the rest', () => {
    const painted = setCells(none, cellsBetween({ layer: 1, column: 0 }, { layer: 3, column: 0 }), true);
    expect(painted.slice(0, 4)).toEqual([['query'], ['query'], ['query'], []]);
  });
  it('leaves no gap however fast the pointer went', () => {
    expect(cellsBetween({ layer: 12, column: 2 }, { layer: 1, column: 2 })).toHaveLength(12);
    expect(
      cellsBetween({ layer: 2, column: 0 }, { layer: 2, column: 5 }).map(({ column }) => column),
    ).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('switches off as well', () => {
    expect(moduleCount(setCells(all, [{ layer: 5, column: 4 }], false))).toBe(71);
  });
});

describe('row and column headers', () => {
  it('fill a part, empty a whole', () => {
    const part = setCells(none, [{ layer: 7, column: 1 }], true);
    expect(toggleLayer(part, 7)[6]).toHaveLength(6);
    expect(toggleLayer(all, 7)[6]).toHaveLength(0);
    expect(moduleCount(toggleComponent(part, 'key'))).toBe(12);
    expect(moduleCount(toggleComponent(all, 'key'))).toBe(60);
  });
  it('toggled twice give back the empty set', () => {
    expect(sameModules(toggleComponent(toggleComponent(none, 'up'), 'up'), none)).toBe(true);
  });
});

describe('moveFocus', () => {
  it('moves with the arrows and stops at the edges', () => {
    expect(moveFocus({ row: 1, column: 1 }, 'ArrowDown', 12)).toEqual({ row: 2, column: 1 });
    expect(moveFocus({ row: 12, column: 6 }, 'ArrowRight', 12)).toEqual({ row: 12, column: 6 });
  });
  it('never lands in the empty corner', () => {
    expect(moveFocus({ row: 1, column: 0 }, 'ArrowUp', 12)).toEqual({ row: 1, column: 0 });
    expect(moveFocus({ row: 0, column: 1 }, 'ArrowLeft', 12)).toEqual({ row: 0, column: 1 });
  });
  it('leaves other keys alone', () => expect(moveFocus({ row: 1, column: 1 }, 'a', 12)).toBeNull());
});
