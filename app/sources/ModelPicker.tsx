/** @file Which model the experiment uses. */
import { useLab } from '../store/lab';

export function ModelPicker() {
  const id = useLab(({ experiment }) => experiment.model);
  return (
    <p>
      Model: <strong>{id}</strong>
    </p>
  );
}
