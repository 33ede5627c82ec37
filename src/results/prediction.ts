/** @file What a person expected before the run, as it travels with their results. */
import * as v from 'valibot';
import { about, fields, finite, kinds, list, type Output, shortText } from '../base/schema';

const words = shortText(300);

const lesson = about(
  v.nullable(words),
  'id of the lesson whose question it answers; `null` for the ranking that a workshop asks for',
);

export const PredictionSchema = v.pipe(
  kinds(
    'kind',
    ['ranking', 'choice', 'number'],
    [
      fields({
        kind: about(v.literal('ranking'), 'scenarios put in order'),
        lesson,
        order: about(list(words), 'names of scenarios, best first'),
      }),
      fields({
        kind: about(v.literal('choice'), 'an answer chosen'),
        lesson,
        value: about(words, 'the option that was chosen'),
      }),
      fields({
        kind: about(v.literal('number'), 'a number guessed'),
        lesson,
        guess: about(finite, 'in the unit of the question'),
      }),
    ],
  ),
  v.title('Prediction'),
);
/** A prediction with the question that it answers. */
export type SharedPrediction = Output<typeof PredictionSchema>;
