/**
 * @file How many parameters the open scenario trains, and what share of full fine-tuning that is. It follows every
 * edit.
 */
import type { Scenario } from '../../src/experiment/experiment';
import { relativeParameters, trainableParameters } from '../../src/experiment/parameters';
import { useLab } from '../store/lab';
import { count, percent } from '../../src/base/format';

export function TrainableCount({ scenario }: { readonly scenario: Scenario }) {
  const config = useLab((lab) => lab.modelConfig);
  const problem = useLab((lab) => lab.modelProblem);
  const fits = scenario.method !== 'lora' || !config || scenario.modules.length === config.layers;
  if (!config || !fits)
    return <p className="trainable-count">{problem ? 'Parameters unknown: the model is not there.' : '…'}</p>;
  return (
    <p className="trainable-count" data-testid="trainable-count" aria-live="polite">
      <strong>{count(trainableParameters(config, scenario))}</strong> parameters train,{' '}
      <strong>{percent(relativeParameters(config, scenario))}</strong> of full fine-tuning
    </p>
  );
}
