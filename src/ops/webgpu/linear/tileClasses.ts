/**
 * @file The classes of products for which a device chooses its own tiles, what it chooses among, and the plan of a product
 * with what was chosen.
 *
 * All tilings of a class reach as far along inner, and the table alone says into how many parts inner is split. So each
 * element of a result is summed in the same order whatever the tiles are.
 */
import type { Runner } from '../runtime/runner';
import type { Form, GemmArgs } from './gemmArgs';
import { tilingName, type Tiling } from './tileCopies';
import { ENOUGH_WORKGROUPS, planOf, TILINGS, type Plan } from './tiledGemm';

/** A form of products, and whether inner is split. Products of few rows, which wait more than they compute, have no class. */
export type TileClass = `${Form} ${'whole' | 'split'}`;

export const TILE_CLASSES: readonly TileClass[] = [
  'NN whole',
  'NT whole',
  'TN whole',
  'NN split',
  'NT split',
  'TN split',
];

type Product = Pick<GemmArgs, 'form' | 'rows' | 'columns' | 'inner' | 'adapter'>;

/** The class of a product that the table plans like this. */
export function tileClassOf({ form }: Pick<Product, 'form'>, { tiling, splits }: Plan): TileClass | null {
  if (tiling.tileRows < TILINGS.wide.tileRows) return null;
  return `${form} ${splits === 1 ? 'whole' : 'split'}`;
}

const { wide, wideLines, large, medium } = TILINGS;
const tall = { ...wide, tileRows: 128, tileColumns: 64 };
const CANDIDATES: Readonly<Record<Form, readonly Tiling[]>> = {
  NN: [wide, large, tall, medium],
  NT: [
    wideLines,
    { ...wideLines, lateLines: true, warps: 'zigzag' },
    { ...tall, prefetch: false },
    { ...medium, prefetch: false },
  ],
  TN: [wide, large, medium],
};

/** The tilings among which a class chooses, that of the table first. */
export function candidatesOf(tileClass: TileClass): readonly Tiling[] {
  const form = tileClass.slice(0, 2) as Form;
  return CANDIDATES[form];
}

/**
 * The plan of a product, with the tiles that the device has chosen if they make as many workgroups as are wanted, and if
 * modules side by side are whole tiles where they are in the table's: where the low-rank term is added depends on it.
 */
export function tunedPlan({ slabs, tiles }: Pick<Runner, 'slabs' | 'tiles'>, args: Product): Plan {
  const plan = planOf(args, slabs);
  const tileClass = tileClassOf(args, plan);
  const name = tileClass && tiles.of(tileClass);
  if (!name) return plan;
  const tiling = candidatesOf(tileClass).find((each) => tilingName(each) === name);
  if (!tiling) return plan;
  const workgroups = ({ tileRows, tileColumns }: Tiling): number =>
    slabs * plan.splits * Math.ceil(args.rows / tileRows) * Math.ceil(args.columns / tileColumns);
  const enough = Math.min(ENOUGH_WORKGROUPS, workgroups(plan.tiling));
  const isWhole = ({ tileColumns }: Tiling): boolean =>
    (args.columns / (args.adapter?.modules ?? 1)) % tileColumns === 0;
  const isAlike = !args.adapter || isWhole(tiling) === isWhole(plan.tiling);
  return workgroups(tiling) >= enough && isAlike ? { ...plan, tiling } : plan;
}
