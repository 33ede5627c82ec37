/** @file What the lesson “All modules or attention alone” says before and after its run. */
import { ATTENTION_SUFFICES, FEED_FORWARD_COUNTS } from '../../claims/attention';
import type { LessonWords } from '../lessonWords';
import { ATTENTION_STUDY, WITHOUT_REGRET } from './claimSources';

export const attention: LessonWords = {
  text: [
    'The paper on LoRA adapted attention alone, and many scripts still do. A widely read report of 2025 says that this is the wrong place, and not only because it trains fewer parameters. A smaller study of 2026, at r=8, saw no loss.',
    'Here all modules, the feed-forward part and attention carry adapters of r=8, in every layer. For the same r the feed-forward part has more parameters, since its matrices are four times as wide on one side. So attention runs a second time with r=10, with which it trains exactly as many as the feed-forward part with r=8.',
  ],
  conclusion: [
    'The two sources do not contradict each other as much as it seems: they measure other things (the loss on instructions and reasoning; answers to school mathematics), and three seeds rule out only large differences. That is why each claim has a verdict of its own here, and why “open” is one.',
    'Compare attention with r=8 and with r=10 first: if these two hardly differ, the size of the adapters is not what separates attention from the feed-forward part. Then look at the lesson “One component alone”, in which the feed-forward part’s two modules are apart.',
    'All scenarios share one learning rate, the one that suits r=8 on all modules. A choice of fewer modules may want a higher one: try it before you call a place bad.',
  ],
  claims: [
    {
      statement:
        'Attention alone stays behind the feed-forward part, also where it trains as many parameters, and adding it to the feed-forward part brings nothing more.',
      source: WITHOUT_REGRET,
      figures: [
        { of: 'attention, r=256', value: '0.25 billion parameters' },
        { of: 'feed-forward, r=128', value: '0.24 billion: about as many, and better' },
        { of: 'all, r=256', value: '0.70 billion: about as good as feed-forward with r=256, 0.49' },
      ],
      differs:
        'Llama-3.1-8B on instructions and reasoning, each rank at its best learning rate. The losses are published as curves alone.',
      expectations: FEED_FORWARD_COUNTS,
    },
    {
      statement: 'At r=8 attention alone does as well as all modules.',
      source: ATTENTION_STUDY,
      figures: [
        { of: 'attention, r=8', value: '90.55 % (mean of 3 seeds)' },
        { of: 'all, r=8', value: '90.09 % (mean of 3 seeds)' },
      ],
      differs:
        'Qwen3-8B, trained on worked mathematics and measured on GSM8K. The author had set one point as the smallest difference to call a winner.',
      expectations: ATTENTION_SUFFICES,
    },
  ],
};
