import { describe, expect, it } from 'vitest';
import type { LowRankTerm } from './gemmArgs';
import { TileChoices, type ChosenTiles } from '../runtime/tileChoices';
import { candidatesOf, TILE_CLASSES, tileClassOf, tunedPlan } from './tileClasses';
import { tilingName } from './tileCopies';
import { planOf } from './tiledGemm';

const WHOLE = { rows: 4096, columns: 768, inner: 768 };
const SPLIT = { rows: 1024, columns: 384, inner: 384 };
const FEW = { rows: 32, columns: 768, inner: 768 };

function choosing(chosen: Readonly<Record<string, string>>, slabs = 1) {
  const tiles = new TileChoices();
  tiles.use(chosen);
  return { tiles, slabs };
}

describe('classes of products', () => {
  it('begin with the tiling of the table, and sum in its order', () => {
    for (const tileClass of TILE_CLASSES) {
      const [form, kind] = tileClass.split(' ') as ['NN' | 'NT' | 'TN', string];
      const plan = planOf({ form, ...(kind === 'whole' ? WHOLE : SPLIT) });
      expect(tileClassOf({ form }, plan)).toBe(tileClass);
      const tilings = candidatesOf(tileClass);
      expect(tilings[0]).toEqual(plan.tiling);
      expect(new Set(tilings.map(tilingName)).size).toBe(tilings.length);
      for (const { kTile } of tilings) expect(kTile).toBe(plan.tiling.kTile);
    }
    expect(tileClassOf({ form: 'NN' }, planOf({ form: 'NN', ...FEW }))).toBeNull();
  });

  it('a plan has the chosen tiles and the splits of the table', () => {
    for (const product of [WHOLE, SPLIT]) {
      const args = { form: 'NN', ...product } as const;
      const table = planOf(args);
      const tileClass = tileClassOf(args, table)!;
      const [, large, tall, medium] = candidatesOf(tileClass);
      for (const tiling of [tall!, medium!])
        expect(tunedPlan(choosing({ [tileClass]: tilingName(tiling) }), args)).toEqual({ ...table, tiling });
      // Half as many workgroups: too few for so small a result.
      expect(tunedPlan(choosing({ [tileClass]: tilingName(large!) }), args)).toEqual(table);
    }
    const wide = { form: 'NN', ...WHOLE, columns: 3072 } as const;
    const large = candidatesOf('NN whole')[1]!;
    const chosen = choosing({ 'NN whole': tilingName(large) });
    expect(tunedPlan(chosen, wide)).toEqual({ tiling: large, splits: 1 });
  });

  it('modules that are whole tiles of one tiling only keep the table’s', () => {
    const medium = candidatesOf('NN whole')[3]!;
    const chosen = choosing({ 'NN whole': tilingName(medium) });
    const adapter = { kind: 'output', modules: 3 } as LowRankTerm;
    for (const [columns, isTuned] of [
      [3 * 768, true], // whole tiles of both
      [3 * 800, true], // of neither
      [3 * 832, false], // of 64 columns, not of 128
    ] as const) {
      const args = { form: 'NN', ...WHOLE, columns, adapter } as const;
      expect(tunedPlan(chosen, args).tiling).toEqual(isTuned ? medium : planOf(args).tiling);
    }
  });

  it('what nobody knows is the table, and so is another class', () => {
    const args = { form: 'NT', ...WHOLE } as const;
    const other = candidatesOf('NN whole')[3]!;
    const choices: readonly ChosenTiles[] = [
      {},
      { 'NT whole': 'unheard of' },
      { 'NN whole': tilingName(other) },
    ];
    for (const chosen of choices) expect(tunedPlan(choosing(chosen), args)).toEqual(planOf(args));
  });

  it('the trials of a company count as workgroups', () => {
    const args = { form: 'NN', ...SPLIT } as const;
    const large = candidatesOf('NN whole')[1]!;
    expect(tunedPlan(choosing({ 'NN whole': tilingName(large) }, 20), args)).toEqual({
      tiling: large,
      splits: 1,
    });
  });
});
