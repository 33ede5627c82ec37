/** @file What the lesson “Lower, upper, even, all” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const layers: LessonWords = {
  text: [
    'Layers near the input work on words and their neighbours, layers near the output on what the whole sentence says. A classifier reads the top. So it seems natural to adapt the upper layers alone, and cheap: the backward pass ends at the lowest adapter, and nothing below it has to be stored.',
    'Here all six components carry adapters of r=8, in layers 1–6, in layers 7–12, in every second layer, or in all twelve. The first three train the same number of parameters, so that only their position differs. Adapters in all layers have twice as many.',
  ],
  conclusion: [
    'Published, with roberta-base: from the best mean to the worst, the order is all, even, upper, lower. Seven runs each show all above upper and lower, and even above lower. Neighbours in that order are not told apart: upper lies 0.3 points above lower, which p = 0.09 does not show. The best and the worst are 0.010 apart, one point; the article’s text says about 0.08, but its notebooks have the smaller figure.',
    'In the embedded model the halves change places: when the lab measured it, twenty seeds each, layers 1–6 reached 90.6 %, all twelve 90.7 %, every second layer 88.8 %, and layers 7–12 only 85.2 %. The first two are surely less than a point apart; every other pair is decided. The first five of these seeds show that the other three are better than layers 7–12, and all twelve better than every second. In so narrow a model, turning a verdict by “not” or “but” seems to have to start early; by the upper layers it is too late. Where to adapt is a property of the model, not a law.',
    'What holds in both: adapters in the upper half alone need far less memory and train faster. The panels show by how much.',
  ],
};
