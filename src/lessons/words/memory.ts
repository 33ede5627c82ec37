/** @file What the lesson “Where the memory goes” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const memory: LessonWords = {
  text: [
    'Training must store what the backward pass will need. Gradients flow from the top down to the lowest adapter and no further, so everything between must be kept: a layer below needs nothing, a layer above is kept whether it has an adapter or not. These kept numbers, the activations, grow with batch and sentence length and are usually most of the memory.',
    'Gradient checkpointing keeps only each layer’s input and computes the rest again on the way down. It must not change a single loss; it trades time for memory. A published run of the original lost all gradients of its adapters that way, and its accuracy, 80 to 82 % instead of 92 to 94, was what gave it away.',
    'Here one layer at a time carries adapters, each of the twelve in turn, without checkpointing and with it. A trial has only 40 steps, since memory and speed show at once; its accuracy means nothing and is left out.',
  ],
  conclusion: [
    'Published, with roberta-base: from layer 12 down to layer 1, memory grows from 24 to 94 % of the card, and speed falls from 2,090 to 1,180 sentences a second. With checkpointing memory stays at 24 to 29 %, and speed falls further, to about 845. So lower layers need more memory. In one place the article’s text says that they need less; its own plot says more.',
    'The shades of the bars say what is where. The activations make the staircase; trainable parameters, gradients and the optimizer’s moments of one layer hardly show. In full fine-tuning those three count, because they are four times the model.',
    'The losses of a pair must agree to the last digit. Compare the validation losses in the table of trials: if they differ, checkpointing is broken, and the lab’s own tests hold it to that.',
  ],
};
