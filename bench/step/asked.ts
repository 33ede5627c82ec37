/** @file What the page's query asks for, see step.ts. */
import {
  casesOf,
  inPrecisions,
  isShapeName,
  RANK,
  SHAPES,
  withCompanies,
  type BatchShape,
  type Case,
  type ShapeName,
} from './cases';
import { TRAINING_PRECISIONS } from '../../src/experiment/address/rules';
import type { Effort } from './measure';
import { LEARNING_RATE } from './trainee';

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

function learningRateOf(): number {
  const value = Number(query.get('rate') ?? LEARNING_RATE);
  if (!(value > 0 && Number.isFinite(value)))
    throw new Error(`rate is "${query.get('rate')}", not a number above 0.`);
  return value;
}

function effortOf(prefix: string, standard: Effort): Effort {
  return {
    warmUp: whole(`${prefix}warmup`, standard.warmUp),
    steps: whole(`${prefix}steps`, standard.steps),
    blocks: whole(`${prefix}blocks`, standard.blocks),
  };
}

/** The batch of most cases, if the query has one, such as `batch=32x24`: sentences and tokens in each. */
function usualBatch(): { readonly usual?: BatchShape } {
  const asked = query.get('batch');
  if (asked === null) return {};
  const [batch = 0, sequence = 0] = asked.split('x').map(Number);
  if (![batch, sequence].every((count) => Number.isInteger(count) && count >= 1) || sequence % 8 !== 0)
    throw new Error(`batch is "${asked}", not such as 32x24, with a length that is a multiple of 8.`);
  return { usual: { batch, sequence } };
}

export interface Asked {
  readonly shape: ShapeName;
  readonly cases: readonly Case[];
  readonly effort: Effort;
  readonly stockEffort: Effort;
  readonly learningRate: number;
  readonly profile: boolean;
  /** Whether the device chooses its tiles first. */
  readonly tuned: boolean;
}

export function readQuery(software: boolean): Asked {
  const shape = query.get('shape') ?? 'base';
  if (!isShapeName(shape)) throw new Error(`shape is "${shape}", not ${Object.keys(SHAPES).join(', ')}.`);
  const known = casesOf({ ...SHAPES[shape], ...usualBatch() }, whole('rank', RANK));
  const ids = query.get('cases')?.split(',') ?? known.map(({ id }) => id).filter((id) => id !== 'trial');
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
  const precisions = (query.get('precision') ?? 'f32').split(',').map((text) => {
    const found = TRAINING_PRECISIONS.find((precision) => precision === text);
    if (!found) throw new Error(`precision is "${text}", not ${TRAINING_PRECISIONS.join(' or ')}.`);
    return found;
  });
  const all = inPrecisions(withCompanies(cases, together), precisions);
  return {
    ...{ shape, cases: all, effort, stockEffort, learningRate: learningRateOf() },
    ...{ profile: query.has('profile'), tuned: query.has('tuned') },
  };
}
