/** @file All scores that are known of what is open: for the panel below the grid, which is loaded later. */
import type { Scored } from '../../../src/scores/moduleScores';
import { SCORE_KINDS, type ScoreKind } from '../../../src/scores/scoreRequest';
import { keyFor, requestOf, type ScoresShown } from './scoresSlice';

/** All scores that are known of the open scenario and its experiment, over as many batches or steps as were asked for last. */
export function knownScores(lab: ScoresShown): Partial<Record<ScoreKind, Scored>> {
  return Object.fromEntries(
    SCORE_KINDS.flatMap((kind) => {
      const scored = lab.scores[keyFor(requestOf(kind, lab), lab)];
      return scored ? [[kind, scored]] : [];
    }),
  );
}
