/** @file Texts on a sweep's size, and on the combinations that make it smaller than the product of its values. */
import type { Scenario } from '../../../src/experiment/experiment';
import type { ExpandedSweep, Sweep } from '../../../src/experiment/sweep/sweep';
import { AXES, AXIS_NAMES, stepsOf } from '../../../src/experiment/sweep/sweepAxes';

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

export interface SizeTexts {
  /** "2 base scenarios × 4 ranks =" */
  readonly factors: string;
  /** "8 scenarios" */
  readonly scenarios: string;
  /** "× 5 seeds =" */
  readonly seeds: string;
  /** "40 trials" */
  readonly trials: string;
}

/** @param trials per scenario */
export function formatSize(sweep: Sweep, expanded: ExpandedSweep, trials: number): SizeTexts {
  const { bases, axes } = sweep;
  const swept = AXIS_NAMES.filter((name) => axes[name].length > 1);
  const factors = [
    counted(bases.length, 'base scenario'),
    ...swept.map((name) => `${axes[name].length} ${AXES[name].plural}`),
  ];
  const product = swept.reduce((total, name) => total * axes[name].length, bases.length);
  const count = expanded.problem === null ? expanded.scenarios.length : expanded.combinations;
  return {
    // The size is not a product if a setting does not apply to some scenarios, or some are equal.
    factors: `${factors.join(' × ')}${product === count ? ' =' : ':'}`,
    scenarios: counted(count, 'scenario'),
    seeds: `× ${counted(trials, 'seed')} =`,
    trials: counted(count * trials, 'trial'),
  };
}

/** Says which swept settings do not apply to which scenarios, and which combinations are equal. */
export function formatException({ bases, axes, training }: Sweep, { equal }: ExpandedSweep): string[] {
  const without = AXIS_NAMES.flatMap((name) => {
    if (axes[name].length < 2) return [];
    const missing = bases.filter((base) => stepsOf(axes, name, base, training).length === 0);
    return missing.length > 0 ? [`${AXES[name].plural} do not apply to ${namesOf(missing)}`] : [];
  });
  const [first] = equal;
  return [
    ...without.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}: taken once.`),
    ...(first
      ? [
          equal.length === 1
            ? `“${first.name}” would train just as “${first.other}” does and is left out.`
            : `${equal.length} combinations would train just as others do and are left out, such as “${first.name}”, which is “${first.other}”.`,
        ]
      : []),
  ];
}

const MOST_NAMES = 3;

function namesOf(scenarios: readonly Scenario[]): string {
  const names = scenarios.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = scenarios.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
