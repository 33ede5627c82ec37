/** @file What the page's query asks for, see step.ts. */
import { casesOf, SHAPES, withCompanies, type Case, type ShapeName } from './cases';
import type { Effort } from './measure';

const MANY: Effort = { warmUp: 5, steps: 20, blocks: 3 };
/** A software adapter's step takes seconds. */
const FEW: Effort = { warmUp: 2, steps: 10, blocks: 1 };
const FEWEST: Effort = { warmUp: 1, steps: 3, blocks: 1 };

const query = new URLSearchParams(location.search);

function whole(name: string, standard: number): number {
  const value = Number(query.get(name) ?? standard);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} is "${query.get(name)}", not a whole number.`);
  return value;
}

function effortOf(prefix: string, standard: Effort): Effort {
  return {
    warmUp: whole(`${prefix}warmup`, standard.warmUp),
    steps: whole(`${prefix}steps`, standard.steps),
    blocks: whole(`${prefix}blocks`, standard.blocks),
  };
}

export interface Asked {
  readonly shape: ShapeName;
  readonly cases: readonly Case[];
  readonly effort: Effort;
  readonly stockEffort: Effort;
  readonly profile: boolean;
}

export function readQuery(software: boolean): Asked {
  const shape = query.get('shape') ?? 'base';
  if (shape !== 'base' && shape !== 'mini') throw new Error(`shape is "${shape}", not base or mini.`);
  const known = casesOf(SHAPES[shape]);
  const ids = query.get('cases')?.split(',') ?? known.map(({ id }) => id);
  const cases = ids.map((id) => {
    const found = known.find((one) => one.id === id);
    if (!found) throw new Error(`There is no case "${id}": ${known.map((one) => one.id).join(', ')}.`);
    return found;
  });
  const together = (query.get('together') ?? '1').split(',').map(Number);
  if (!together.every((count) => Number.isInteger(count) && count >= 1))
    throw new Error(`together is "${query.get('together')}", not whole numbers.`);
  const effort = effortOf('', software ? FEW : MANY);
  const stockEffort = effortOf('stock-', software ? FEWEST : MANY);
  const all = withCompanies(cases, together);
  return { shape, cases: all, effort, stockEffort, profile: query.has('profile') };
}
