/**
 * @file What one training step holds on the device from moment to moment, read off the plan that trials use: which
 * activations each layer keeps for backward, what only passes through, and which gradients are written.
 */
import type { FlatLayout, Moment, PassCourse, TensorLife } from '../ops';
import type { MemoryBreakdown } from '../results/results';
import { planMemory, type MemoryQuestion } from './memory';
import { passName } from './passName';
import { trainingOf } from '../experiment/experiment';

/** A moment of the step at its highest point. Sizes are bytes. */
export interface StepMoment extends Moment {
  /** Activations kept for backward: of the embeddings, of each layer from the lowest, of the head. */
  readonly kept: readonly number[];
  /** Other tensors of the pass: what goes on to the next part, and what the kernels work with. */
  readonly passing: number;
  /** What is kept of this part: from now on, or, in `forward` with checkpointing, its input. */
  readonly keeps: { readonly tensors: number; readonly bytes: number };
  /** What was kept until this moment and is freed in it. */
  readonly frees: { readonly tensors: number; readonly bytes: number };
  /** Gradients that are written by the end of the moment. */
  readonly gradients: number;
}

export interface StepCourse {
  /** What stays from the first step to the last. */
  readonly fixed: Pick<MemoryBreakdown, 'weights' | 'adapters' | 'gradients' | 'optimizer'>;
  /** Bytes of buffers beyond the step's own peak: the plan's gaps, and what evaluations need. */
  readonly workspace: number;
  readonly moments: readonly StepMoment[];
  readonly layers: number;
  readonly batchSize: number;
  /** Tokens of each sentence of the longest batch. */
  readonly tokens: number;
}

/** All bytes of a moment. The largest of a step is the trial's estimated peak. */
export function momentBytes({ fixed, workspace }: StepCourse, { kept, passing }: StepMoment): number {
  return sum(Object.values(fixed)) + workspace + sum(kept) + passing;
}

/** The moments of a training step of the longest batch; null if the op set does not plan. */
export function stepCourse(question: MemoryQuestion): StepCourse | null {
  const planned = planMemory(question);
  const { batchSize } = trainingOf(question.training, question.scenario);
  const [tokens = 0] = question.trainLengths;
  const course = planned?.courses.get(passName('train', { batch: batchSize, sequence: tokens }));
  if (!planned || !course) return null;
  const { layers } = question.config;
  const moments = momentsOf(course, layers, planned.layout);
  const { weights, adapters, gradients, optimizer, activations, workspace } = planned.memory;
  const most = Math.max(...moments.map(({ kept, passing }) => sum(kept) + passing));
  return {
    fixed: { weights, adapters, gradients, optimizer },
    workspace: activations + workspace - most,
    ...{ moments, layers, batchSize, tokens },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A tensor of the pass, with the moments in which it is made and freed. */
interface Placed extends TensorLife {
  readonly died: number;
  readonly madeIn: number;
  readonly freedIn: number;
  /** The row for whose backward pass it is kept; null if it only passes through. */
  readonly row: number | null;
}

function momentsOf({ tensors, moments }: PassCourse, layers: number, layout: FlatLayout): StepMoment[] {
  const begins = moments.map((each, i) => (i === 0 ? 0 : each.begins));
  const placed = place(tensors, moments, begins, layers);
  const last = placed.reduce((latest, { died }) => Math.max(latest, died), 0);
  const bytes = bytesByTime(placed, last);
  let gradients = 0;
  return moments.map(({ moment }, i) => {
    if (moment.kind === 'backward') gradients += gradientBytes(layout, moment.part);
    const at = highest(bytes, begins[i] ?? 0, begins[i + 1] ?? last + 1);
    const alive = placed.filter(({ born, died }) => born <= at && at < died);
    const kept = Array.from({ length: layers + 2 }, () => 0);
    let passing = 0;
    for (const tensor of alive)
      if (tensor.row === null) passing += tensor.bytes;
      else kept[tensor.row] = (kept[tensor.row] ?? 0) + tensor.bytes;
    const ofRows = placed.filter(({ row }) => row !== null);
    return {
      ...{ ...moment, kept, passing, gradients },
      keeps: total(
        ofRows.filter((each) => each.row === rowOf(moment.part, layers) && isAheadOf(moment, i, each)),
      ),
      frees: total(ofRows.filter(({ madeIn, freedIn }) => freedIn === i && madeIn < i)),
    };
  });
}

/** Whether a tensor is there from a forward pass on: an input may have been made by the part below. */
const isAheadOf = ({ kind }: Moment, at: number, { madeIn, freedIn }: Placed): boolean =>
  (kind === 'again' ? madeIn === at : kind === 'forward' && madeIn <= at) && freedIn > at;

const total = (tensors: readonly TensorLife[]): StepMoment['keeps'] => ({
  tensors: tensors.length,
  bytes: sum(tensors.map(({ bytes }) => bytes)),
});

/** A tensor that forward makes and backward frees is kept, and belongs to the part whose backward pass frees it. */
function place(
  tensors: readonly TensorLife[],
  moments: PassCourse['moments'],
  begins: readonly number[],
  layers: number,
): Placed[] {
  const momentAt = (time: number): number =>
    Math.max(
      0,
      begins.findLastIndex((begin) => begin <= time),
    );
  return tensors.flatMap((life) => {
    const { born, died } = life;
    if (died === null) return [];
    const [madeIn, freedIn] = [momentAt(born), momentAt(died)];
    const [made, freed] = [moments[madeIn]?.moment, moments[freedIn]?.moment];
    const isKept =
      madeIn < freedIn &&
      isForward(made?.kind) &&
      freed !== undefined &&
      !['forward', 'loss', 'update'].includes(freed.kind);
    return [{ ...life, died, madeIn, freedIn, row: isKept ? rowOf(freed.part, layers) : null }];
  });
}

const isForward = (kind: Moment['kind'] | undefined): boolean => kind === 'forward' || kind === 'again';

/** The row of a part: the embeddings are 0, layers are counted from 1, the head comes last. */
function rowOf(part: Moment['part'], layers: number): number | null {
  if (part === null) return null;
  return part === 'embeddings' ? 0 : part === 'head' ? layers + 1 : part + 1;
}

/** The bytes alive after each tick of the pass's clock. */
function bytesByTime(placed: readonly Placed[], last: number): number[] {
  const changes = Array.from({ length: last + 1 }, () => 0);
  for (const { bytes, born, died } of placed) {
    changes[born] = (changes[born] ?? 0) + bytes;
    changes[died] = (changes[died] ?? 0) - bytes;
  }
  let live = 0;
  return changes.map((change) => (live += change));
}

/** The tick from `from` to just before `to` after which most bytes are alive. */
function highest(alive: readonly number[], from: number, to: number): number {
  const before = alive[from - 1] ?? 0;
  let [most, at] = [before, Math.max(0, from - 1)];
  for (let time = from; time < to; time++)
    if ((alive[time] ?? 0) > most) [most, at] = [alive[time] ?? 0, time];
  return at;
}

/** Bytes of the gradients that the backward pass of a part writes. */
function gradientBytes({ entries }: FlatLayout, part: Moment['part']): number {
  const prefixes =
    typeof part === 'number'
      ? [`layer.${part}.`, `encoder.layer.${part}.`]
      : [part === 'head' ? 'classifier.' : 'embeddings.'];
  return (
    4 *
    sum(
      [...entries].flatMap(([name, { size }]) =>
        prefixes.some((prefix) => name.startsWith(prefix)) ? [size] : [],
      ),
    )
  );
}
