/** @file Which data set the experiment uses. */
import { useLab } from '../store/lab';

export function DataPicker() {
  const id = useLab(({ experiment }) => experiment.dataset);
  return (
    <p>
      Data: <strong>{id}</strong>
    </p>
  );
}
