/** @file A workshop's budget of trials, in sentences. */

export interface BudgetUse {
  /** The number of trials that the link allows on one device. */
  readonly budget: number;
  /** The number of the link's trials that have been finished on this device. */
  readonly used: number;
}

const trials = (count: number): string => `${count} ${count === 1 ? 'trial' : 'trials'}`;

export const formatUsed = ({ budget, used }: BudgetUse): string => `${used} of ${trials(budget)} used`;

/** Why a link with this budget is not made: it could not pay for its own experiment. Null if it can. */
export function budgetTooSmall(budget: number | null, planned: number): string | null {
  if (budget === null || budget >= planned) return null;
  return `A budget of ${trials(budget)} cannot pay for this experiment’s ${planned}. Set it to ${planned} or more, or use fewer seeds or scenarios.`;
}

/**
 * Why a run does not fit into what is left, and what would fit; null if it fits.
 * @param wanted trials that the run would train
 * @param plan the experiment's numbers of scenarios and seeds
 */
export function budgetRefusal(
  use: BudgetUse,
  wanted: number,
  plan: { readonly scenarios: number; readonly seeds: number },
): { readonly message: string; readonly remedy: string } | null {
  const left = Math.max(0, use.budget - use.used);
  if (wanted <= left) return null;
  if (left === 0)
    return {
      message: `The workshop’s ${trials(use.budget)} ${use.budget === 1 ? 'is' : 'are'} used up on this device.`,
      remedy: 'Hand in what you have.',
    };
  const seeds = Math.floor(left / Math.max(1, plan.scenarios));
  return {
    message: `This run is ${trials(wanted)}; of the workshop’s ${use.budget}, ${left} ${left === 1 ? 'is' : 'are'} left.`,
    remedy:
      seeds >= 1 && seeds < plan.seeds
        ? `With ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} instead of ${plan.seeds}, or fewer scenarios, it fits.`
        : `Take fewer seeds or scenarios: ${trials(left)} at most.`,
  };
}
