/** @file What happens at each moment of a training step, in words. */
import { bytesText } from '../../base/format';
import { joinSentences } from '../figure';
import type { Moment } from '../../ops';
import type { Scenario } from '../../experiment/experiment';
import type { StepCourse, StepMoment } from '../../train/stepCourse';

export interface StepFacts {
  readonly course: StepCourse;
  readonly scenario: Scenario;
  /** The lowest row that backward reaches: 0 for the embeddings, then layers; null if it is only the head. */
  readonly lowest: number | null;
  readonly withFigures: boolean;
}

/** "Forward, layer 7". Rows have the names that they have beside the drawing. */
export function momentName({ kind, part }: Moment): string {
  const words = { forward: 'Forward', loss: 'Loss', again: 'Again', backward: 'Backward', update: 'Update' };
  if (part === null) return words[kind];
  const row = typeof part === 'number' ? `layer ${part + 1}` : part === 'embeddings' ? 'input' : part;
  return `${words[kind]}, ${row}`;
}

export function momentSentence(facts: StepFacts, moment: StepMoment): string {
  switch (moment.kind) {
    case 'forward':
      return forward(facts, moment);
    case 'loss':
      return 'The loss compares the answers with the labels. From here the gradient goes down.';
    case 'again':
      return `Layer ${layerOf(moment)} runs again from its input: ${tensors(facts, moment.keeps)} are there once more.`;
    case 'backward':
      return backward(facts, moment);
    case 'update': {
      const { gradients, optimizer } = facts.course.fixed;
      return facts.withFigures
        ? `AdamW moves what trains, by the gradients (${bytesText(gradients)}) and its two moments of each (${bytesText(optimizer)}).`
        : 'AdamW moves what trains, by the gradients and its two moments of each.';
    }
  }
}

const layerOf = ({ part }: Moment): number => (typeof part === 'number' ? part + 1 : 0);

/** "9 activations, 412 kB,". */
function tensors({ withFigures }: StepFacts, { tensors: n, bytes }: StepMoment['keeps']): string {
  const words = `${n} ${n === 1 ? 'activation' : 'activations'}`;
  return withFigures ? `${words}, ${bytesText(bytes)},` : words;
}

function forward(facts: StepFacts, moment: StepMoment): string {
  const { course, lowest } = facts;
  const { keeps, part } = moment;
  if (part === 'embeddings')
    return joinSentences(
      `${course.batchSize} sentences of ${course.tokens} tokens become vectors.`,
      lowest === 0 ? 'What makes them is kept: the embeddings train.' : '',
    );
  if (part === 'head')
    return `The head answers: its ${tensors(facts, keeps)} are kept, because it always trains.`;
  const layer = layerOf(moment);
  if (lowest === null) return `Layer ${layer} runs. Nothing of it is kept: only the head trains.`;
  if (layer < lowest)
    return `Layer ${layer} runs. Nothing of it is kept: the gradient will stop above, at layer ${lowest}.`;
  if (course.moments.some(({ kind, part: again }) => kind === 'again' && again === part))
    return `Layer ${layer} runs. Only its input is kept${facts.withFigures ? `, ${bytesText(keeps.bytes)}` : ''}; the rest is computed again on the way back.`;
  const reason =
    lowest === 0
      ? 'because every layer trains'
      : layer === lowest
        ? 'because it is the lowest with an adapter'
        : `as the gradient goes down to layer ${lowest}`;
  return `Layer ${layer} runs: its ${tensors(facts, keeps)} are kept, ${reason}.`;
}

function backward(facts: StepFacts, moment: StepMoment): string {
  const { scenario, lowest } = facts;
  const { part, frees } = moment;
  const freed = frees.tensors > 0 ? `${tensors(facts, frees)} are freed` : 'nothing is left to be freed';
  if (part === 'head')
    return `The head gets its gradients; ${freed}.${lowest === null ? ' Nothing below trains.' : ''}`;
  if (part === 'embeddings') return `The gradient has come down to the embeddings; ${freed}.`;
  const layer = layerOf(moment);
  const trains =
    scenario.method === 'full' ||
    (scenario.method === 'lora' && (scenario.modules[layer - 1]?.length ?? 0) > 0);
  const what = trains
    ? `${scenario.method === 'full' ? `Layer ${layer} gets its` : `Layer ${layer}’s adapters get their`} gradients; ${freed}.`
    : `The gradient passes layer ${layer}, which has no adapter; ${freed}.`;
  return layer === lowest ? `${what} Backward ends here.` : what;
}
