/** @file Which data set the experiment uses: its size and what is wrong with it at a glance, the rest on demand. */
import { formatProblem, formatSize } from '../../src/data/formatInspection';
import { parseSourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { DataColumns } from './DataColumns';
import { DataFiles } from './DataFiles';
import { DataLabels } from './DataLabels';
import { DataName } from './DataName';
import { DataPreview } from './DataPreview';
import { DataReading } from './DataReading';

export function DataPicker() {
  const id = useLab((lab) => lab.experiment.dataset);
  const inspection = useLab((lab) => lab.inspection);
  const inspecting = useLab((lab) => lab.inspecting);
  const error = useLab((lab) => lab.dataError);
  const isLocal = useLab((lab) => lab.sources.localDatasets.has(lab.experiment.dataset));
  const isHub = parseSourceRef('dataset', id)?.kind === 'hub';
  const { inspectData } = useLab.getState();

  return (
    <div className="data-picker" data-testid="data-picker">
      <p className="data-id">
        Data: <strong>{id}</strong>
      </p>
      <p className="caption" role="status">
        {inspection ? formatSize(inspection) : inspecting ? 'Looking at the data set ...' : ''}
      </p>
      {error && (
        <div className="data-problem" role="alert">
          <p>
            {error.message} {error.remedy}
          </p>
          <button type="button" className="text-button" onClick={inspectData}>
            Look again
          </button>
        </div>
      )}
      {inspection && (inspection.problems.length > 0 || inspection.notes.length > 0) && (
        <ul className="data-report" aria-label="Report on the data set">
          {inspection.problems.map(formatProblem).map((text) => (
            <li key={text}>{text}</li>
          ))}
          {inspection.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <details open={error !== null || undefined}>
        <summary>Look at the data, or choose other data</summary>
        <div className="data-details">
          {inspection && (
            <>
              <DataLabels labels={inspection.labels} />
              <DataPreview inspection={inspection} />
              <DataColumns inspection={inspection} />
            </>
          )}
          {(isLocal ? inspection || error : isHub && inspection) && <DataReading inspection={inspection} />}
          <h3>Other data</h3>
          <DataName key={id} id={id} />
          <DataFiles />
        </div>
      </details>
    </div>
  );
}
