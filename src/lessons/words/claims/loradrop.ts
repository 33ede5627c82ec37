/** @file What the lesson “Half of the adapters dropped” says before and after its run. */
import { HALF_DROPPED } from '../../claims/loradrop';
import type { LessonWords } from '../lessonWords';
import { LORA_DROP } from './claimSources';

export const loradrop: LessonWords = {
  text: [
    'An adapter that puts out little changes little, and could be left out: LoRA-drop trains all adapters first, compares how much each layer’s put out, keeps those of the layers that lead, and trains again. The layers that lose theirs share one adapter.',
    'The lab has the same score: “LoRA-drop” among the scores of modules. For this lesson it was taken of one short trial of all modules, with a seed that the lesson does not use. The half of the layers that led, 1–5 and 12, keeps its adapters here, r=8 on all six components; the other half has none.',
    'Beside it run all layers, the dropped half, and every second layer, a half that nobody chose. The three halves train the same number of parameters.',
  ],
  conclusion: [
    'Two things have to be shown. That the kept half is about as good as all says that half was enough; that it is better than the dropped one says that the score chose well. The second is easily forgotten: if every half did as well, dropping would need no score.',
    'The shared adapter of the layers that lost theirs is missing here, so a small loss would not contradict the authors. Nor does a kept half save memory, if it reaches down to the first layer.',
    'The score needs a whole training run of all adapters before the one that it makes smaller. CKA, in the lesson before, needs none; compare which layers the two pick.',
  ],
  claims: [
    {
      statement:
        'Half of LoRA’s parameters can go without a noticeable loss, if the layers keep theirs whose adapters put out most.',
      source: LORA_DROP,
      figures: [
        { of: 'parameters kept, on average', value: '50 %' },
        { of: 'performance', value: 'comparable to LoRA and to full fine-tuning, in the authors’ words' },
      ],
      differs:
        'Models of several sizes on understanding and generating language; the other layers share an adapter. Their accuracies are not quoted, since they were not checked.',
      expectations: HALF_DROPPED,
    },
  ],
};
