/** @file What the lesson “A large rank, scaled by its root” says before and after its run. */
import { RANK_IS_LOST, RANK_PAYS } from '../../claims/rslora';
import type { LessonWords } from '../lessonWords';
import { RSLORA } from './claimSources';

export const rslora: LessonWords = {
  text: [
    'An adapter’s output is scaled by α / r. With α fixed, r=64 has a sixteenth of the scale of r=4. That is too much, says the paper on rsLoRA: the sum over r directions grows as √r, so α / √r keeps it steady, and α / r starves large ranks of their gradient. This would be why large ranks never seemed to pay.',
    'Here α is such that both rules agree at r=4, which therefore runs once. Then r=16 and r=64 follow, by either rule, on all modules and at one learning rate. The embedded model is 64 wide: with r=64 an adapter of attention can make any change that there is.',
  ],
  conclusion: [
    'If all five end alike, this task needs no more than r=4, and no scaling can show what a rank is worth. If α / √r is above α / r at r=64 but not above r=4, the root has only given back what the division took away.',
    'Mind what α / √r does besides: it raises the scale, which acts much like a higher learning rate. The authors swept the rate of r=4 and did not reach large ranks with it; do the same here before you credit the rank. The other way, the lesson “Rank meets learning rate” shows a large rank that falls apart because its scale is too high.',
    'The lab’s other lessons set α = r, which keeps the scale at 1 for every rank. That is a third rule, and not the one that the paper criticises.',
  ],
  claims: [
    {
      statement: 'With α divided by r, large ranks end no lower in loss than small ones do.',
      source: RSLORA,
      figures: [
        { of: 'ranks that were compared', value: '4, 8, 32, 128, 512, 2048' },
        { of: 'training', value: '20,000 examples of OpenOrca, AdamW at 0.0005' },
      ],
      differs: 'Llama 2, measured by perplexity, which is published as curves alone.',
      expectations: RANK_IS_LOST,
    },
    {
      statement: 'With α divided by √r, a larger rank learns more.',
      source: RSLORA,
      figures: [{ of: 'ranks that were compared', value: '4, 8, 32, 128, 512, 2048' }],
      differs: 'The same runs; a second model, GPT-J on GSM8K with Adafactor, agreed.',
      expectations: RANK_PAYS,
    },
  ],
};
