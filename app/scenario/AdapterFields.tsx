/** @file Rank, alpha and rsLoRA of the open scenario, and its own values for the experiment's settings. */
import { RULES } from '../../src/experiment/address/rules';
import type { Hyperparameters, LoraScenario, Scenario } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { Fold } from '../ui/Fold';
import { loadable } from '../ui/loadable';
import { plainNumber } from '../../src/base/format';
import { NumberField } from '../ui/NumberField';
import { ownLine } from './settingLines';

export const OwnVariantFields = loadable('The settings of adapters', () => import('./OwnVariantFields'));
export const OwnMemoryFields = loadable('The settings of memory', () => import('./OwnMemoryFields'));

export interface AdapterFieldsProps {
  readonly scenarioKey: string;
  readonly scenario: Scenario;
  /** The experiment's settings, which the scenario's own replace. */
  readonly training: Hyperparameters;
  readonly onChange: (scenario: Scenario, editKey: string) => void;
}

export function AdapterFields(props: AdapterFieldsProps) {
  const { scenarioKey, scenario, training, onChange } = props;
  const field = (name: string): string => `${scenarioKey}.${name}`;
  const unfinished = useLab((lab) => ['rate', 'bRate', 'ranks'].some((name) => field(name) in lab.drafts));

  const setRate = (rate: number | null): void => {
    const { learningRate: _, ...rest } = scenario;
    onChange(rate === null ? rest : { ...scenario, learningRate: rate }, 'rate');
  };

  return (
    <div className="adapter">
      {scenario.method === 'lora' && (
        <div className="adapter-line">
          <NumberField
            id={field('rank')}
            label="Rank r"
            hint="The inner size of every adapter: a higher rank means more parameters."
            rule={RULES.rank}
            of={scenario.name}
            value={scenario.rank}
            onChange={(rank) => rank !== null && onChange({ ...scenario, rank }, 'rank')}
          />
          <NumberField
            id={field('alpha')}
            label="Alpha α"
            hint="The adapter's output is scaled by α / r, or by α / √r with rsLoRA."
            rule={RULES.alpha}
            of={scenario.name}
            value={scenario.alpha}
            onChange={(alpha) => alpha !== null && onChange({ ...scenario, alpha }, 'alpha')}
          />
          <RsLora scenario={scenario} onChange={onChange} />
        </div>
      )}
      <Fold name="This scenario only" line={ownLine(scenario)} attention={unfinished} testId="own-settings">
        <div className="fields">
          <NumberField
            id={field('rate')}
            label="Learning rate override"
            hint="This scenario's own learning rate. Leave it empty to use the experiment's."
            rule={RULES.learningRate}
            of={scenario.name}
            value={scenario.learningRate ?? null}
            placeholder={plainNumber(training.learningRate)}
            onChange={setRate}
          />
          {scenario.method === 'lora' && (
            <OwnVariantFields fieldOf={field} scenario={scenario} onChange={onChange} />
          )}
          <OwnMemoryFields scenario={scenario} training={training} onChange={onChange} />
        </div>
      </Fold>
    </div>
  );
}

interface RsLoraProps extends Pick<AdapterFieldsProps, 'onChange'> {
  readonly scenario: LoraScenario;
}

function RsLora({ scenario, onChange }: RsLoraProps) {
  return (
    <Explained text="Scales by α / √r instead of α / r: large ranks keep their effect.">
      <label className="check-field">
        <input
          type="checkbox"
          checked={scenario.rsLora}
          onChange={(event) => onChange({ ...scenario, rsLora: event.target.checked }, 'rsLora')}
        />
        <span>rsLoRA</span>
      </label>
    </Explained>
  );
}
