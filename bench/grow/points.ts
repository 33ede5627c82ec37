/** @file The sweeps along which a step grows, and the model and case of each point. bench/pytorch.py reads the same file. */
import sweeps from './sweeps.json';
import type { ModelConfig } from '../../src/architecture/config';
import { moduleSet } from '../../src/architecture/modules';
import type { Case } from '../step/cases';

export type Axis = keyof (typeof sweeps)['full']['from'];
/** What is varied, one number of it at a time. */
export type Point = Readonly<Record<Axis, number>>;

export const AXES = [
  'sentences',
  'seeds',
  'rank',
  'length',
  'layers',
  'hidden',
] as const satisfies readonly Axis[];

/** The point from which every sweep goes out, and the values along each axis. */
export interface Sweeps {
  readonly from: Point;
  readonly axes: Readonly<Record<Axis, readonly number[]>>;
}

export const SWEEPS: Readonly<Record<'full' | 'small', Sweeps>> = sweeps;

/** A name that is the same for equal points. */
export const pointName = (point: Point): string => AXES.map((axis) => `${axis} ${point[axis]}`).join(', ');

const HEAD_WIDTH = 64;
const VOCABULARY = 8000;

export function configOf({ layers, hidden }: Point): ModelConfig {
  return {
    architecture: 'roberta',
    layers,
    hidden,
    heads: hidden / HEAD_WIDTH,
    intermediate: 4 * hidden,
    vocabulary: VOCABULARY,
    positions: 514,
    tokenTypes: 1,
    labels: 2,
    firstPosition: 2,
    padToken: 1,
    layerNormEpsilon: 1e-5,
  };
}

/** In + out of a layer's six modules, in hidden widths: four square ones, up and down. */
const WIDTHS = 18;

/** Operations of the low-rank products of a step, which kernels do not count: forward, and backward for x, A and B. */
export function lowRankFlops({ sentences, length, seeds, rank, layers, hidden }: Point): number {
  return 6 * seeds * sentences * length * rank * WIDTHS * hidden * layers;
}

/** LoRA on all modules. */
export function caseOf(point: Point): Case {
  const { sentences, length, seeds, rank, layers } = point;
  const modules = moduleSet(layers, () => true);
  return {
    id: pointName(point),
    about: 'LoRA on all modules',
    kind: 'train',
    scenario: {
      name: 'lora',
      color: '#000000',
      method: 'lora',
      modules,
      rank,
      alpha: 2 * rank,
      rsLora: false,
    },
    batch: { batch: sentences, sequence: length },
    checkpointing: false,
    together: seeds,
  };
}
