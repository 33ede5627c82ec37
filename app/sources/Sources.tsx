/** @file What is trained on what: the model and the data set. */
import { DataPicker } from './DataPicker';
import { ModelPicker } from './ModelPicker';

export function Sources() {
  return (
    <section className="sources" aria-label="Model and data">
      <ModelPicker />
      <DataPicker />
    </section>
  );
}
