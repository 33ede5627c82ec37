/** @file What the lesson “A partner for up” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const partners: LessonWords = {
  text: [
    'Alone, every component of attention came out behind up. That does not settle what each adds once up is adapted: two modules may learn the same thing, or things that complete each other.',
    'Here up has adapters of r=8 in every layer, alone or together with value, query, key or attention output. The four pairs train equally many parameters, so that the partner alone makes the difference.',
  ],
  conclusion: [
    'Published, with roberta-base: value+up has the highest mean, 94.8 %, and all six components together, with 1.7 times the trainable parameters, are not shown to be better. But seven runs each do not show one pair above another, nor, corrected for all ten comparisons, a pair above up alone. Value+up comes closest: half a point, p = 0.01, corrected 0.10.',
    'In the embedded model no pair is better either: when the lab measured it, five seeds each, up alone reached 88.5 %, and the pairs 88.6 % (key), 88.7 % (query), 89.1 % (value) and 89.2 % (attention output). Key+up, query+up and up alone are surely less than a point apart; the rest is open.',
    'The four pairs lie within a third of a point as published, and within 0.6 points here: about as far apart as the seeds of one pair. For a choice among them, the lowest adapter and the cost matter more than the name of the highest mean.',
  ],
};
