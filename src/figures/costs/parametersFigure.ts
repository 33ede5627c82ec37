/** @file Trainable parameters in percent of full fine-tuning, on a logarithmic axis. */
import type { ModelConfig } from '../../architecture/config';
import { percent } from '../../base/format';
import { parameterShare, shareAxis, tickText } from '../../results/costs';
import type { ScenarioResults } from '../scenarioResults';
import { describeBars, type BarFigure, type BarRow } from './barFigure';

/** @param config the model's shape, if known: it gives the shares before a trial has counted them */
export function parametersFigure(groups: readonly ScenarioResults[], config: ModelConfig | null): BarFigure {
  const shares = groups.map(({ scenario, done }) => parameterShare(scenario, done, config));
  const { ticks, position } = shareAxis(shares);
  const rows = groups.map(({ scenario }, i): BarRow => {
    const share = shares[i] ?? null;
    return {
      ...{ scenario, figure: share === null ? null : percent(share), isEstimated: false },
      marks: share === null ? [] : [{ kind: 'dot', at: position(share) }],
    };
  });
  return {
    title: 'Trainable parameters',
    caption: 'The scale is logarithmic: each mark is ten times the one before.',
    description: describeBars(rows),
    axis: {
      label: 'percent of full fine-tuning',
      ticks: ticks.map((value) => ({ value, at: position(value), text: tickText(value) })),
    },
    ...{ rows, legend: [] },
  };
}
