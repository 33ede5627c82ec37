/** @file One training step, moment by moment: what each layer keeps, and all memory by kind. */
import { bytesText } from '../../base/format';
import type { Scenario } from '../../experiment/experiment';
import { lowestLayer } from '../../architecture/modules';
import { MEMORY_KINDS, totalBytes } from '../../results/costs';
import type { MemoryBreakdown } from '../../results/results';
import type { Moment } from '../../ops';
import type { StepCourse, StepMoment } from '../../train/stepCourse';
import type { Figure } from '../figure';
import { memoryPaints, type Paint } from '../theme';
import { momentName, momentSentence, type StepFacts } from './stepSentences';

/** A row of the tower: the embeddings, a layer, or the head. */
export interface TowerRow {
  readonly label: string;
  /** Whether something of it trains. */
  readonly trains: boolean;
}

export interface StepFrame {
  readonly kind: Moment['kind'];
  /** The row that runs; null at the loss and the update. */
  readonly row: number | null;
  /** The name: "Forward, layer 7". */
  readonly name: string;
  /** What happens, in a sentence or two. */
  readonly sentence: string;
  /** All bytes. */
  readonly total: number;
  readonly memory: MemoryBreakdown;
  /** Bytes kept by row, and those that pass through the row that runs. */
  readonly kept: readonly number[];
  readonly passing: number;
  /** The share of all gradients that is written. */
  readonly written: number;
  /** Rows whose gradients are written. */
  readonly reached: readonly boolean[];
}

export interface StepFigure extends Figure {
  readonly color: string;
  readonly rows: readonly TowerRow[];
  readonly frames: readonly StepFrame[];
  /** The frame of the highest point. */
  readonly peak: number;
  readonly peakBytes: number;
  /** The most bytes of a row in any frame. */
  readonly widest: number;
  /** The lowest row that keeps something: 0 is the embeddings; null if it is only the head. */
  readonly lowest: number | null;
  /** Kinds of memory from the bottom of the stack. */
  readonly kinds: readonly {
    readonly kind: keyof MemoryBreakdown;
    readonly label: string;
    readonly paint: Paint;
  }[];
  /** Whether bytes are shown; not while a lesson asks for them. */
  readonly withFigures: boolean;
}

/** @param withFigures false while a lesson asks its reader for figures of memory */
export function stepFigure(course: StepCourse, scenario: Scenario, withFigures = true): StepFigure {
  const { moments, layers } = course;
  const lowest = lowestRow(scenario);
  const facts: StepFacts = { course, scenario, lowest, withFigures };
  const rows = rowsOf(scenario, layers);
  const frames = moments.map((moment, i) => frameOf(facts, moment, i));
  const totals = frames.map(({ total }) => total);
  const peakBytes = Math.max(...totals);
  const peak = totals.indexOf(peakBytes);
  const widest = Math.max(
    1,
    ...frames.flatMap(({ kept, row, passing }) =>
      kept.map((bytes, at) => bytes + (at === row ? passing : 0)),
    ),
  );
  const paints = memoryPaints(scenario.color);
  const figures = withFigures ? `, ${bytesText(peakBytes)}` : '';
  return {
    title: 'One training step',
    caption: `A batch of ${course.batchSize} sentences of ${course.tokens} tokens, the longest that there is. Left: what each layer keeps for backward. Right: all memory, moment by moment; the buffers are reserved once, and the highest point is the estimated peak.`,
    description: `One training step of ${scenario.name} in ${frames.length} moments. The highest point${figures}, is at: ${frames[peak]?.name ?? ''}. ${frames[peak]?.sentence ?? ''}`,
    color: scenario.color,
    ...{ rows, frames, peak, peakBytes, widest, lowest, withFigures },
    kinds: MEMORY_KINDS.map(({ kind, label }, i) => ({ kind, label, paint: paints[i] ?? scenario.color })),
  };
}

function lowestRow(scenario: Scenario): number | null {
  if (scenario.method === 'full') return 0;
  return scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
}

function rowsOf(scenario: Scenario, layers: number): TowerRow[] {
  const isFull = scenario.method === 'full';
  const trains = (layer: number): boolean =>
    isFull || (scenario.method === 'lora' && (scenario.modules[layer - 1]?.length ?? 0) > 0);
  return [
    { label: 'input', trains: isFull },
    ...Array.from({ length: layers }, (_, i) => ({ label: String(i + 1), trains: trains(i + 1) })),
    { label: 'head', trains: true },
  ];
}

function frameOf(facts: StepFacts, moment: StepMoment, at: number): StepFrame {
  const { course } = facts;
  const { fixed, workspace, moments, layers } = course;
  const { kind, part, kept, passing, gradients } = moment;
  const activations = kept.reduce((sum, bytes) => sum + bytes, 0) + passing;
  const memory = { ...fixed, activations, workspace };
  const most = moments.at(-1)?.gradients ?? 0;
  const backward = moments.slice(0, at + 1).filter((each) => each.kind === 'backward');
  const reached = Array.from({ length: layers + 2 }, (_, row) =>
    backward.some((each) => rowOf(each.part, layers) === row),
  );
  return {
    ...{ kind, row: rowOf(part, layers), memory, kept, passing, reached },
    name: momentName(moment),
    sentence: momentSentence(facts, moment),
    total: totalBytes(memory),
    written: most === 0 ? 0 : gradients / most,
  };
}

/** The row of a part of the model; null for none. */
function rowOf(part: Moment['part'], layers: number): number | null {
  if (part === null) return null;
  return part === 'embeddings' ? 0 : part === 'head' ? layers + 1 : part + 1;
}
