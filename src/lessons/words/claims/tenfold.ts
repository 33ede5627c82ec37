/** @file What the lesson “Ten times the learning rate” says before and after its run. */
import { TENFOLD } from '../../claims/tenfold';
import type { LessonWords } from '../lessonWords';
import { WITHOUT_REGRET } from './claimSources';

export const tenfold: LessonWords = {
  text: [
    'Whoever moves a script from full fine-tuning to LoRA has to choose a learning rate again. AdamW moves every trained number by about the rate in each step; an adapter begins with B at zero, and its change of a matrix is a product of two small ones. So the same rate means something else.',
    'Here full fine-tuning and LoRA, r=8 on all modules, train at three rates each, about a factor of three apart. Each rate of LoRA is ten times the rate at the same place in the other list. The claim comes true if both are best at the same place.',
  ],
  conclusion: [
    'The steps of this sweep are a factor of about three, so that it tells ten from three or thirty, and no more. If two rates of one method are a wash, the multiple is open, and that too is an answer: near its best rate a method forgives a factor of three.',
    'The report has no theory for the factor; a derivation would let it depend on the width of the model and on α, which its measurements do not show. The embedded model is far narrower than any that it swept, and its runs are short, so that another multiple would not contradict it.',
    'What a comparison of methods needs is the best rate of each. The lab’s other lessons use 0.003 for LoRA and 0.0003 for full fine-tuning, the middle of either list.',
  ],
  claims: [
    {
      statement:
        'The best learning rate of LoRA is about ten times that of full fine-tuning, whatever the model, the rank and the task; in runs of less than a hundred steps it is more.',
      source: WITHOUT_REGRET,
      figures: [
        { of: 'multiple fitted to sweeps of 14 models of Llama and Qwen', value: '9.8' },
        { of: 'multiple in short runs, up to about 100 steps', value: 'about 15' },
        { of: 'best rates of r=4 and r=512', value: 'less than a factor of 2 apart' },
      ],
      differs: 'Language models of far greater width, at α=32 and a constant rate, measured by the loss.',
      expectations: TENFOLD,
    },
  ],
};
