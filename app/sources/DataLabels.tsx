/** @file How often each label occurs, as small bars. */
import type { DataInspection } from '../../workers/protocol';
import { count } from '../../src/base/format';

export function DataLabels({ labels }: Pick<DataInspection, 'labels'>) {
  const most = Math.max(1, ...labels.map(({ train }) => train));
  return (
    <ul className="data-labels" aria-label="Labels">
      {labels.map(({ name, train, validation }, index) => (
        <li key={index}>
          <span className="data-label-name" title={name}>
            {name}
          </span>
          <span className="data-label-track" aria-hidden="true">
            <span style={{ width: `${(100 * train) / most}%` }} />
          </span>
          <span className="data-label-count">
            {count(train)}
            {validation !== null && <span className="quiet"> + {count(validation)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
