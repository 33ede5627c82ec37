import { expect, it } from 'vitest';
import { groupsOf, judgingFor, type NamedAccuracies } from '../testing';
import { differencesFigure } from './differencesFigure';

const captionOf = (named: NamedAccuracies): string => {
  const groups = groupsOf(named);
  return differencesFigure(groups, { judging: judgingFor(groups) }).caption;
};

it('says what verdicts hold for once there is an error to go by, and nothing of one seed', () => {
  expect(captionOf({ a: [0.9], b: [0.8] })).not.toContain('hold for');
  expect(captionOf({ a: [0.9, 0.91], b: [0.8, 0.83] })).toContain(
    'Verdicts hold for these validation sentences: trials do not say which of them they got right.',
  );
  // The one seed of c says nothing of what is known of the others.
  expect(captionOf({ a: [0.9, 0.91], b: [0.8, 0.83], c: [0.7] })).toContain('trials do not say');
});
