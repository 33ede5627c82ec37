/** @file The choice of data, loaded when it is opened: what is wrong with the present ones, how they are read, and others. */
import { formatProblem } from '../../src/data/formatInspection';
import { parseSourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { DataColumns } from './DataColumns';
import { DataFiles } from './DataFiles';
import { DataLabels } from './DataLabels';
import { DataName } from './DataName';
import { DataPreview } from './DataPreview';
import { DataReading } from './DataReading';

export default function DataPicker() {
  const id = useLab((lab) => lab.experiment.dataset);
  const inspection = useLab((lab) => lab.inspection);
  const error = useLab((lab) => lab.dataError);
  const isLocal = useLab((lab) => lab.sources.localDatasets.has(lab.experiment.dataset));
  const isHub = parseSourceRef('dataset', id)?.kind === 'hub';
  const { inspectData } = useLab.getState();

  return (
    <>
      {error && (
        <div className="data-problem" role="alert">
          <p>
            {error.message} {error.remedy}
          </p>
          <button type="button" className="text-button" onClick={inspectData}>
            Try again
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
    </>
  );
}
