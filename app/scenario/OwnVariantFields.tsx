/** @file The open scenario's own ways of LoRA: the rate of B, ranks of single modules, PiSSA and DoRA. */
import { RULES } from '../../src/experiment/address/rules';
import type { LoraScenario } from '../../src/experiment/experiment';
import { withRateOfB } from '../store/experiment/scenarioEdits';
import { CheckField } from '../ui/CheckField';
import { NumberField } from '../ui/NumberField';
import { RanksField } from './RanksField';

export interface OwnVariantFieldsProps {
  /** The id of a field by its name, under which its draft is kept. */
  readonly fieldOf: (name: string) => string;
  readonly scenario: LoraScenario;
  readonly onChange: (scenario: LoraScenario, editKey: string) => void;
}

export default function OwnVariantFields({ fieldOf, scenario, onChange }: OwnVariantFieldsProps) {
  return (
    <>
      <NumberField
        id={fieldOf('bRate')}
        label="Rate of B, times A’s"
        hint="LoRA+: B learns this many times as fast as A, and so do the head’s biases, as in PEFT. Its authors suggest 16 with a lower learning rate. Leave it empty for one rate."
        rule={RULES.bRate}
        of={scenario.name}
        value={scenario.bRate ?? null}
        placeholder="1"
        onChange={(rate) => onChange(withRateOfB(scenario, rate), 'bRate')}
      />
      <RanksField key={fieldOf('ranks')} field={fieldOf('ranks')} scenario={scenario} onChange={onChange} />
      <PissaField scenario={scenario} onChange={onChange} />
      <DoraField scenario={scenario} onChange={onChange} />
    </>
  );
}

function DoraField({ scenario, onChange }: Omit<OwnVariantFieldsProps, 'fieldOf'>) {
  const { dora, ...rest } = scenario;
  return (
    <CheckField
      label="DoRA"
      hint="Each output of an adapted module gets a magnitude that trains, and the adapter changes its direction alone. Steps take longer and more memory, most of all with dropout of adapters."
      checked={dora ?? false}
      onChange={(on) => onChange(on ? { ...rest, dora: true } : rest, 'dora')}
    />
  );
}

function PissaField({ scenario, onChange }: Omit<OwnVariantFieldsProps, 'fieldOf'>) {
  const { pissa, ...rest } = scenario;
  return (
    <CheckField
      label="PiSSA"
      hint="Adapters begin with the largest singular vectors of their modules’ matrices, and what is left stays frozen. Saved, they are plain LoRA of twice the rank."
      checked={pissa ?? false}
      onChange={(on) => onChange(on ? { ...rest, pissa: true } : rest, 'pissa')}
    />
  );
}
