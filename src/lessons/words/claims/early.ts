/** @file What the lesson “Early or late, at equal memory” says before and after its run. */
import { LATE_LAYERS, ONE_EARLY_MODULE } from '../../claims/early';
import type { LessonWords } from '../lessonWords';
import { DOMINANT_MODULE, ELSA } from './claimSources';

export const early: LessonWords = {
  text: [
    'The last layers are the obvious ones to adapt: they stand next to the answer, and the backward pass ends at the lowest adapter, so that they cost the least memory. Work on freezing found that the last quarter goes most of the way. Work on the gradients of adapters points to the other end.',
    'To compare both ends at equal memory, the early adapters train with gradient checkpointing, which keeps only each layer’s input. Three layers at the bottom then take about as much memory as three at the top without it, and train as many parameters; they take longer, since each layer is computed twice.',
    'Beside them run all twelve layers with checkpointing, which need little more memory, and a single adapter on the down module of layer 5, the one of the lower half at which the loss pulls hardest before training.',
  ],
  conclusion: [
    'Read the figures of memory first: with checkpointing the place of an adapter hardly matters to it, and all twelve layers fit into about what three need. What the late layers still save is time. So “late, because of memory” is a habit that one setting can change.',
    'Where the work is done is a property of the model. The lesson “Lower, upper, even, all” shows the same question with halves, without the limit on memory, and that roberta-base and the embedded model answer it differently.',
    'A single module trains a fortieth of what all train. If it comes close, the task needs little; if it does not, ask whether the module was the right one: in this model no module leads as clearly as in those of the publication, and the upper layers’ modules score higher.',
  ],
  claims: [
    {
      statement:
        'The final layers are those to fine-tune: a quarter of them goes most of the way. So they should beat the first ones at equal memory.',
      source: ELSA,
      figures: [{ of: 'quality with a fourth of the final layers', value: '90 % of that with all' }],
      differs:
        'BERT and RoBERTa, with the layers themselves trained and not adapters. The comparison at equal memory is the lab’s.',
      expectations: LATE_LAYERS,
    },
    {
      statement:
        'One adapter on a single down module low in the model is enough: it does as well as adapters everywhere, or better.',
      source: DOMINANT_MODULE,
      figures: [
        {
          of: 'parameters of the one adapter',
          value: '0.7 % of those of LoRA everywhere, and better on average',
        },
      ],
      differs:
        'Language models on instructions, mathematics, code and conversation; two families. Which layer it is depends on the model.',
      expectations: ONE_EARLY_MODULE,
    },
  ],
};
