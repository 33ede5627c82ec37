/** @file What the lesson “How large a rank” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const rank: LessonWords = {
  text: [
    'An adapter writes its change of a weight matrix as a product of two thin matrices with r columns and r rows in between. r is the number of directions in which the layer may change, and the adapter’s size grows in proportion.',
    'Adapters sit on all 72 modules here, and only r differs. Learning rate and duration are the ones that suit r=8, as in the published experiment. That is a choice with consequences at both ends: look at r=1 and at r=32.',
  ],
  conclusion: [
    'Published, with roberta-base: from r=1 to r=16 the means lie within a quarter of a point, closer than the seeds of one r, and r=16 is not above r=4: 94.56 against 94.59 %. One direction in each of 72 modules is already a lot of freedom. Only r=32 is shown to be worse, by a point or more than each of the others. Nor does a small r save memory: r=1 and r=4 took 97.7 % of the card, r=8 97.4 %, since adapters are small beside what backward needs.',
    'The embedded model is narrower and has to learn more from fewer sentences, and the smallest rank costs it something: when the lab measured it, the means from r=1 to r=16 were 87.2, 88.6, 89.8, 90.6 and 91.0 %, of five seeds each. r=4, r=8 and r=16 were better than r=1, and r=16 better than r=2; whether four is enough is open.',
    'And r=32 falls off here too, in another way: three of its five seeds ended at 50.0 to 51.4 %, hardly better than guessing, the others at 90.6 and 91.5 %. With such a spread no test can place its mean, so its verdicts are open: count what collapsed. More capacity should not hurt by itself; why it does is the next lesson.',
  ],
};
