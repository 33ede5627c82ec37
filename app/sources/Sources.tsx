/** @file What is trained on what: the model and the data set, and the hub where either is to come from one. */
import { useState } from 'react';
import { parseSourceRef, type SourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { DataPicker } from './DataPicker';
import { HubSettings } from './HubSettings';
import { ModelPicker } from './ModelPicker';

export function Sources() {
  const [turned, setTurned] = useState<SourceRef['kind'] | null>(null);
  const ofHub = useLab(
    ({ experiment: { model, dataset } }) =>
      parseSourceRef('model', model)?.kind === 'hub' || parseSourceRef('dataset', dataset)?.kind === 'hub',
  );
  return (
    <section className="sources" aria-label="Model and data">
      <ModelPicker turned={turned} onTurn={setTurned} />
      <DataPicker />
      {(ofHub || turned === 'hub') && <HubSettings />}
    </section>
  );
}
