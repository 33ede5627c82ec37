/** @file The data files that the browser keeps, with their sizes and buttons that remove them. */
import { useEffect } from 'react';
import { bytesText } from '../../src/base/format';
import { formatSourceId } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';

export function KeptData() {
  const kept = useLab((lab) => lab.keptData);
  const problem = useLab((lab) => lab.keptDataProblem);
  const { listKeptData, forgetDataset } = useLab.getState();
  useEffect(() => void listKeptData(), [listKeptData]);
  const entries = Object.entries(kept ?? {});
  return (
    <>
      {problem !== null && (
        <p className="caption" role="status" data-testid="kept-data-problem">
          {problem}
        </p>
      )}
      {entries.length > 0 && (
        <ul className="kept-data" aria-label="Files kept in this browser" data-testid="kept-data">
          {entries.map(([id, bytes]) => (
            <li key={id}>
              <span>
                {formatSourceId(id)}, {bytesText(bytes)}
              </span>
              <button
                type="button"
                className="text-button"
                aria-label={`Forget ${formatSourceId(id)}`}
                onClick={() => void forgetDataset(id)}
              >
                Forget
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
