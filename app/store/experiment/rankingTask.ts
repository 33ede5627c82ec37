/** @file The question that a workshop asks before the run: which scenarios come out best. */
import type { RankingTask } from '../../../src/lessons/lesson';

/** @param scenarios names in the order of the experiment @param question null for the lab's own words */
export function rankingTask(scenarios: readonly string[], question: string | null): RankingTask {
  return {
    kind: 'ranking',
    prompt: question ?? 'Which scenario reaches the highest accuracy? Put them in order, best first.',
    scenarios,
  };
}
