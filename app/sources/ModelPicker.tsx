/** @file The choice of a model, loaded when it is opened: which model the experiment uses: one that ships with the lab, one from a hub, or the person's own files. */
import { EMBEDDED, parseSourceRef, type SourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { HubModel } from './HubModel';
import { LocalModel } from './LocalModel';
import { ModelFacts } from './ModelFacts';

const KINDS: readonly ChoiceOption<SourceRef['kind']>[] = [
  {
    value: 'embedded',
    label: 'Embedded',
    hint: 'The small model that comes with the page: ready at once, trains anywhere.',
  },
  {
    value: 'hub',
    label: 'From a hub',
    hint: 'Any RoBERTa or BERT encoder on the Hugging Face hub, by its name.',
  },
  { value: 'local', label: 'Your files', hint: 'A model folder of this device; it is not sent anywhere.' },
];

export interface ModelPickerProps {
  /** The kind that is shown instead of the model's own, until a model of that kind is chosen; null for the model's own. */
  readonly turned: SourceRef['kind'] | null;
  readonly onTurn: (kind: SourceRef['kind'] | null) => void;
}

export default function ModelPicker({ turned, onTurn }: ModelPickerProps) {
  const id = useLab((lab) => lab.experiment.model);
  const source = parseSourceRef('model', id);
  const kind = turned ?? source?.kind ?? 'hub';

  const choose = (model: string): void => {
    onTurn(null);
    const { experiment, edit, allowHub } = useLab.getState();
    if (parseSourceRef('model', model)?.kind === 'hub') allowHub();
    if (model !== experiment.model) edit({ ...experiment, model }, 'model');
  };

  return (
    <div className="source">
      <Choice
        label="Where the model comes from"
        hideLabel
        options={KINDS}
        value={kind}
        onChange={(chosen) => {
          if (chosen === 'embedded') choose(EMBEDDED.model[0] ?? id);
          else onTurn(chosen === source?.kind ? null : chosen);
        }}
      />
      {kind === 'hub' && <HubModel source={source} onChoose={choose} />}
      {kind === 'local' && <LocalModel onChoose={choose} />}
      <ModelFacts />
    </div>
  );
}
