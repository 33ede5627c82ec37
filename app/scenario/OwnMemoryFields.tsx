/**
 * @file Settings that save memory, for the open scenario alone, so that one experiment can compare scenarios with and
 * without them.
 */
import { useId } from 'react';
import type { BasePrecision, Hyperparameters, Scenario } from '../../src/experiment/experiment';
import { BASE_PRECISIONS } from '../../src/experiment/address/rules';
import { Explained } from '../ui/Explained';
import { PRECISION_NAMES } from './names';

export interface OwnMemoryFieldsProps {
  readonly scenario: Scenario;
  readonly training: Pick<Hyperparameters, 'checkpointing' | 'basePrecision'>;
  readonly onChange: (scenario: Scenario, editKey: string) => void;
}

const onOff = (on: boolean): string => (on ? 'on' : 'off');

export default function OwnMemoryFields({ scenario, training, onChange }: OwnMemoryFieldsProps) {
  const id = useId();
  const { checkpointing: _, ...withoutCheckpointing } = scenario;
  const { basePrecision: __, ...withoutPrecision } = scenario;
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-checkpointing`}>Checkpointing</label>
        <Explained text="Replaces the experiment’s gradient checkpointing for this scenario.">
          <select
            id={`${id}-checkpointing`}
            value={scenario.checkpointing === undefined ? '' : onOff(scenario.checkpointing)}
            onChange={({ target: { value } }) =>
              onChange(
                value === '' ? withoutCheckpointing : { ...scenario, checkpointing: value === 'on' },
                'checkpointing',
              )
            }
          >
            <option value="">{`Inherit (${onOff(training.checkpointing)})`}</option>
            <option value="on">on</option>
            <option value="off">off</option>
          </select>
        </Explained>
      </div>
      <div className="field">
        <label htmlFor={`${id}-precision`}>Precision of frozen weights</label>
        <Explained text="Replaces the experiment’s base precision for this scenario.">
          <select
            id={`${id}-precision`}
            value={scenario.basePrecision ?? ''}
            onChange={({ target: { value } }) =>
              onChange(
                value === '' ? withoutPrecision : { ...scenario, basePrecision: value as BasePrecision },
                'precision',
              )
            }
          >
            <option value="">{`Inherit (${PRECISION_NAMES[training.basePrecision]})`}</option>
            {BASE_PRECISIONS.map((precision) => (
              <option key={precision} value={precision}>
                {PRECISION_NAMES[precision]}
              </option>
            ))}
          </select>
        </Explained>
      </div>
    </>
  );
}
