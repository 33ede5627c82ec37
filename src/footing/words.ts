/** @file What a plan of equal footing changes, and what it cannot match, in words. */
import { percent } from '../base/format';
import type { LoraScenario, Scenario } from '../experiment/experiment';
import { rankText } from '../experiment/ranks';
import type { Change, Footing } from './footing';

export const rankChange = (from: LoraScenario, to: LoraScenario): Change => ({
  setting: 'rank',
  from: rankText(from),
  to: rankText(to),
});

export const CHECKPOINTING_ON: Change = { setting: 'checkpointing', from: 'off', to: 'on' };

/** "rank 8 → 24", "gradient checkpointing off → on". */
export function changeText({ setting, from, to }: Change): string {
  const name = setting === 'checkpointing' ? 'gradient checkpointing' : setting;
  return `${name} ${from} → ${to}`;
}

export function whyNoRank({ method }: Scenario): string {
  if (method === 'full') return 'Full fine-tuning trains every parameter and has no rank that could change.';
  if (method === 'classifier') return 'The head alone trains: there is no rank that could change.';
  return 'No module has an adapter: tick one, so that there is a rank that could change.';
}

const MORE: Readonly<Record<Footing, string>> = {
  parameters: 'more parameters',
  memory: 'more memory',
  time: 'more time',
};
const FEWER: Readonly<Record<Footing, string>> = {
  parameters: 'fewer parameters',
  memory: 'less memory',
  time: 'less time',
};

/** Why even the smallest is too large. @param share by how much, above 0 */
export function leastMisses(share: number, footing: Footing, checkpointed: boolean): string {
  const how = checkpointed ? 'rank 1 with gradient checkpointing' : 'rank 1';
  return `Even ${how} takes ${percent(share)} ${MORE[footing]}.`;
}

/** Why even the largest is too small. @param share by how much, below 0 */
export function mostMisses(share: number, footing: Footing, rank: number): string {
  return (
    `Even rank ${rank} takes ${percent(-share)} ${FEWER[footing]}; ` +
    'above the width of its modules or the bounds of a link no rank is tried.'
  );
}

/** What each rule does, for whoever wants to know before it does it. */
export const RULE_TEXTS: Readonly<Record<Footing, string>> = {
  parameters:
    'Ranks change, to the one that comes nearest; alpha follows, so that the scaling stays. The head trains in all scenarios and is counted in all.',
  memory:
    'Ranks change, to the one whose planned peak comes nearest; alpha follows, so that the scaling stays. Where even rank 1 takes too much, gradient checkpointing is turned on first: losses stay the same, steps take longer. The batch stays the experiment’s, because seeds are compared on the same batches.',
  time: 'Steps change, so that training takes as long as the reference’s; evaluations are left out. Whatever trains faster trains for longer, and its schedule is as long as its steps. Rank and batch stay.',
};
