/** @file What came of the trials: accuracy first, then what it cost. */
import { memo, useMemo } from 'react';
import { LossCurves } from '../run/LossCurves';
import type { RunView } from '../run/useRunView';
import { useLab } from '../store/lab';
import { Densities } from './Densities';
import { groupTrials } from './groups';
import { MemoryPanel } from './MemoryPanel';
import { ParametersPanel } from './ParametersPanel';
import { ResultsTable } from './ResultsTable';
import { SpeedPanel } from './SpeedPanel';

export const Results = memo(function Results({ view }: { readonly view: RunView }) {
  const config = useLab((lab) => lab.modelConfig);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const groups = useMemo(() => groupTrials(view.experiment, view.slots), [view]);
  return (
    <section className="results" aria-label="Results" data-running={running ? '' : undefined}>
      <Densities groups={groups} />
      <div className="panels">
        <ParametersPanel groups={groups} config={config} />
        <MemoryPanel groups={groups} />
        <SpeedPanel groups={groups} />
      </div>
      <LossCurves slots={view.slots} />
      <ResultsTable slots={view.slots} />
    </section>
  );
});
