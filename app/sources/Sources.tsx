/** @file The model and the data set, each folded to one line, and the settings of the hub if either comes from one. */
import { formatSourceId } from '../../src/sources/sourceRef';
import { useState } from 'react';
import type { SourceRef } from '../../src/sources/sourceRef';
import { formatSize } from '../../src/data/formatInspection';
import { totalParameters } from '../../src/experiment/parameters';
import { hubIds } from '../store/sources/hubIds';
import { useLab } from '../store/lab';
import { Fold } from '../ui/Fold';
import { loadable } from '../ui/loadable';
import { HubPermission } from './HubPermission';
import { misfitting, formatParameters } from './modelLine';

export const ModelPicker = loadable('The choice of models', () => import('./ModelPicker'));
export const DataPicker = loadable('The choice of data', () => import('./DataPicker'));
const HubSettings = loadable('The settings of the hub', () => import('./HubSettings'));

export function Sources() {
  const [turned, setTurned] = useState<SourceRef['kind'] | null>(null);
  const ofHub = useLab(({ experiment }) => hubIds(experiment).length > 0);
  return (
    <section className="sources" aria-label="Model and data">
      <HubPermission />
      <Model turned={turned} onTurn={setTurned} />
      <Data />
      {(ofHub || turned === 'hub') && <HubSettings />}
    </section>
  );
}

interface ModelProps {
  readonly turned: SourceRef['kind'] | null;
  readonly onTurn: (kind: SourceRef['kind'] | null) => void;
}

function Model(props: ModelProps) {
  const id = useLab((lab) => lab.experiment.model);
  const config = useLab((lab) => lab.modelConfig);
  const loading = useLab((lab) => lab.modelLoading);
  // The notice at the top says what is wrong; here is what helps.
  const attention = useLab(
    (lab) => lab.modelProblem !== null || (lab.modelFacts?.notices.length ?? 0) > 0 || misfitting(lab),
  );
  const facts = config
    ? ` · ${config.layers} layers · ${formatParameters(totalParameters(config))} parameters`
    : loading
      ? ' · asking what it looks like …'
      : '';
  return (
    <Fold
      name="Model"
      testId="model-picker"
      attention={attention}
      line={
        <>
          <strong>{formatSourceId(id)}</strong>
          {facts}
        </>
      }
    >
      <ModelPicker {...props} />
    </Fold>
  );
}

function Data() {
  const id = useLab((lab) => lab.experiment.dataset);
  const inspection = useLab((lab) => lab.inspection);
  const inspecting = useLab((lab) => lab.inspecting);
  const attention = useLab((lab) => lab.dataError !== null || (lab.inspection?.problems.length ?? 0) > 0);
  const notes = inspection ? inspection.problems.length + inspection.notes.length : 0;
  const told = notes === 0 ? '' : ` · ${notes} ${notes === 1 ? 'note' : 'notes'}`;
  const size = inspection ? ` · ${formatSize(inspection)}${told}` : inspecting ? ' · looking at it …' : '';
  return (
    <Fold
      name="Data"
      testId="data-picker"
      attention={attention}
      line={
        <span role="status">
          <strong>{formatSourceId(id)}</strong>
          {size}
        </span>
      }
    >
      <DataPicker />
    </Fold>
  );
}
