/** @file The model and the data set, and the settings of the hub if either comes from one. */
import { useState } from 'react';
import type { SourceRef } from '../../src/sources/sourceRef';
import { hubIds } from '../store/sources/hubIds';
import { useLab } from '../store/lab';
import { DataPicker } from './DataPicker';
import { HubPermission } from './HubPermission';
import { HubSettings } from './HubSettings';
import { ModelPicker } from './ModelPicker';

export function Sources() {
  const [turned, setTurned] = useState<SourceRef['kind'] | null>(null);
  const ofHub = useLab(({ experiment }) => hubIds(experiment).length > 0);
  return (
    <section className="sources" aria-label="Model and data">
      <HubPermission />
      <ModelPicker turned={turned} onTurn={setTurned} />
      <DataPicker />
      {(ofHub || turned === 'hub') && <HubSettings />}
    </section>
  );
}
