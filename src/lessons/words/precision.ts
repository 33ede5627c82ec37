/** @file What the lesson “Fewer bits for what is frozen” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const precision: LessonWords = {
  text: [
    'LoRA does not train the base weights, so they need no gradients and no moments, and perhaps not all of their bits. Half floats take half the memory of float32. Int8 keeps a byte for each weight and one scale for each row of a matrix: a quarter, and a rounding error of up to half a step. NF4, the format of QLoRA (Dettmers et al. 2023), keeps the nearest of 16 values, spaced as normally distributed weights are, times the largest magnitude of each 64 weights; with those magnitudes in bytes of their own that is 4.13 bits a weight, about an eighth.',
    'The adapters stay in float32 and train on top of the rounded weights, so they can make up for some of the rounding. The sums are float32 too. What is left to see is whether the accuracy moves.',
  ],
  conclusion: [
    'When the lab measured it, five seeds each, float16 ended at exactly the accuracies of float32, trial by trial: the embedded checkpoint is stored in half floats, so nothing was lost. Int8 moved single trials by up to 1.5 points, and the mean from 90.6 to 90.2 %. That is open: five seeds show only that any difference is below 1.4 points. NF4 moved single trials by up to 0.9 points, and its mean, 90.7 %, is a wash with float32’s: whatever the difference is, it is less than one point.',
    'The memory panel shows less saved than “a quarter” promises. Embeddings, biases and LayerNorm stay float32, and in so small a model the embeddings are most of the weights; and in training, the activations outweigh them all. The larger the model and the smaller the batch, the more precision buys.',
    'Nothing was published on this for the original experiments, which computed in bfloat16 throughout.',
  ],
};
