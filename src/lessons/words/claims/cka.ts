/** @file What the lesson “Half of the layers, by CKA” says before and after its run. */
import { HALF_SUFFICES, MASKS_CARRY_OVER, PUBLISHED_MASKS } from '../../claims/cka';
import type { LessonWords } from '../lessonWords';
import { CKA_PAPER, CKA_SCRIPTS } from './claimSources';

export const cka: LessonWords = {
  text: [
    'CKA says how alike two descriptions of the same sentences are: 1 if one is the other turned and scaled, 0 if they share nothing. Compare what a layer gets at the first token with what it gives: a layer that changes little seems to matter little. The method adapts the half of the layers that change most. It needs the pretrained model and the sentences, and no training.',
    'The authors leave layer 1 out, since the first token is the same in all sentences before it. By their rule the embedded model would be adapted in layers 2–6 and 8. For roberta-base their scripts have six masks for eight tasks, 000000111111 for SST-2, that is layers 7–12.',
    'All scenarios carry adapters of r=8 on all six components. Those with half of the layers train the same number of parameters.',
  ],
  conclusion: [
    'Keep the two questions apart. Whether the rule works here is answered by the layers that it picks for this model. A mask found for another model, in which other layers do the work, is a choice of layers like any other; nobody has claimed that it carries over.',
    'The halves are all of one size, so their order tells what position is worth in this model. The lesson “Lower, upper, even, all” has the mask of SST-2 under the name of upper, with twenty seeds, and is what made this one worth a look.',
    'One thing the rule does not say is what a choice costs. Memory follows the lowest adapted layer: a half that begins at layer 2 saves next to nothing, one that begins at layer 7 nearly half.',
  ],
  claims: [
    {
      statement:
        'Adapters in the half of the layers that change their input most, by CKA, lose next to nothing against adapters in all.',
      source: CKA_PAPER,
      figures: [
        { of: 'adapters left', value: '50 %' },
        { of: 'GLUE, encoders', value: 'a negligible loss, in the authors’ words' },
        { of: 'layer 1 in or out, roberta-base, GLUE', value: 'less than 0.2 points apart on average' },
      ],
      differs:
        'roberta-base and other models; r=8 with α=16, 60 passes over SST-2 at 0.0005. Their accuracies are not quoted, since they were not checked.',
      expectations: HALF_SUFFICES,
    },
    {
      statement:
        'These are the halves that the rule picked in roberta-base. Carried over to another model, would they do?',
      source: CKA_SCRIPTS,
      figures: Object.entries(PUBLISHED_MASKS).map(([of, value]) => ({ of, value })),
      differs:
        'The masks are of another model, and most of them of other tasks. Lowest layer first; 1 is adapted.',
      expectations: MASKS_CARRY_OVER,
    },
  ],
};
