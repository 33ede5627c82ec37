/** @file What the lesson “Rank meets learning rate” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const rate: LessonWords = {
  text: [
    'AdamW moves every number of an adapter by about the learning rate in each step, however many numbers there are. The change of the layer’s output is a sum over r directions. With more directions, steps of the same size move the output further, and training can overshoot.',
    'If that is what happens, a lower rate should bring r=32 back, and a higher one should make it worse sooner than r=8. If r=32 simply overfits, a lower rate helps little, and more dropout or weight decay should. α offers a third way: the adapter’s output is scaled by α / r, so with α=8 at r=32 it counts a quarter.',
    'The sweep is r=8 and r=32, each at a third of the usual learning rate, at the usual one, and at three times it; plus r=32 at α=8. Five seeds each.',
  ],
  conclusion: [
    'Published, with roberta-base: at the rate tuned for r=8, r=32 loses a point, and within a factor of about two in learning rate its runs end anywhere between 72 and 94 %. That is a setting near the edge of stability, not a lack or an excess of capacity.',
    'Read the table of your sweep along its rows. Where the best rate of r=32 lies below that of r=8, rank and rate trade against each other; where both agree, this model leaves more room. A trial that diverged is counted apart, and is part of the answer. The learning curves tell the two explanations apart: overfitting parts training from validation as the passes go on, overshooting spoils both.',
    'In the embedded model, when the lab measured it, five seeds each, r=32 at the usual rate ended near 50 % in three trials of five. At a third of the rate, or with α=8, it did so in none, with means of 90.0 and 90.2 %; r=8 had 87.5 % at a third of the rate and was better at the usual one, with 90.6 %. At three times the rate neither learned, and both were worse than at a third of it. So the rate seems to be too high for r=32, rather than r=32 too large; with three collapsed trials, the verdicts on the usual rate are open all the same.',
    'A comparison at one shared rate is then a comparison of rates too. Tune the rate for each r, or scale by α / √r (rsLoRA, in the scenario’s settings), before calling a rank bad. To try regularisation, raise “lora” under dropout, or the weight decay, and run again.',
  ],
};
