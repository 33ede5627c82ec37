/** @file What the lesson “Too many choices” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const combinations: LessonWords = {
  text: [
    'An encoder of 12 layers has six linear modules in each that can carry an adapter: query, key, value, attention output, up and down. Each of the 72 can be in or out, so there are 2⁷² combinations, about 4.7 × 10²¹, before rank or learning rate is chosen. At ten seconds a trial they would take a hundred thousand times the age of the universe.',
    'A search that lets earlier trials pick the next one, as Bayesian optimisation does, can find a good combination among so many. It returns one winner, and its trials crowd where it expects to win: little is learned about the rest, and a winner of one run may owe its place to its seed.',
    'To understand, ask a few questions instead, such as whether lower or upper layers matter, change one thing at a time, and repeat every setting with several seeds. The repeats show how large a difference must be before it means anything. Here two scenarios are repeated six times each.',
  ],
  conclusion: [
    'Nothing but the seed changed within a scenario, and yet the dots spread. Where the hills overlap, one dot of each scenario does not tell which hill is ahead.',
    'In the published runs the deviation between seeds is about 0.3 points. In the small embedded model, on 1,000 validation sentences, it is often larger: when the lab measured it, it was half a point over twenty seeds of all r=8, which lay up to 2.1 points apart. Over the same seeds, adapters in layers 1–6 alone are surely less than a point away from these; but with seed 4 alone you would have seen them 2.4 points ahead.',
    'With five seeds each, all r=8 was better than value+up, 90.6 against 89.1 %: here the hills hardly overlap. So compare hills, not dots, and trust a small difference only after many seeds.',
  ],
};
