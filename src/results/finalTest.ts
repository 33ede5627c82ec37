/** @file What came of the test sentences, which are measured on once, at the end. */
import * as v from 'valibot';
import { about, count, list, object, type Output, shortText, time } from '../base/schema';

const words = shortText(5000);

export const TestedTrialSchema = v.pipe(
  object({
    id: about(words, 'of the trial'),
    correct: about(count, 'test sentences that it classified rightly', 'rows'),
  }),
  v.title('Tested trial'),
);

export const FinalTestSchema = v.pipe(
  object({
    of: about(words, 'the split, or the share of the validation rows as it was chosen, such as `"0.3"`'),
    rows: about(count, 'test sentences', 'rows'),
    measuredAt: about(time, 'when they were used', 'ISO 8601, UTC'),
    trials: about(
      list(TestedTrialSchema),
      'trials that were measured: those of which the trained values were kept',
    ),
  }),
  v.check(
    ({ rows, trials }) => rows > 0 && trials.every(({ correct }) => correct <= rows),
    'test sentences of which no trial classified more rightly than there are',
  ),
  v.title('Final test'),
);
/** A measurement on the test sentences. */
export type FinalTest = Output<typeof FinalTestSchema>;
