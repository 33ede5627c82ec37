/** @file Adds a scenario that begins with a person's own PEFT adapter. */
import { useId, useState } from 'react';
import { describeError } from '../../src/base/errors';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';

export function AddAdapter() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ message: string; remedy: string } | null>(null);
  const id = useId();

  const add = async (input: HTMLInputElement): Promise<void> => {
    const files = [...(input.files ?? [])];
    input.value = ''; // so that the same files can be picked again
    if (files.length === 0) return;
    setBusy(true);
    setProblem(null);
    try {
      await useLab.getState().addAdapter(files);
    } catch (error) {
      setProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="add-adapter">
      <Explained text="Begin with an adapter trained elsewhere: adapter_config.json with adapter_model.safetensors, or a zip of the two.">
        <label className="file-button" htmlFor={id}>
          {busy ? 'Reading the adapter…' : 'Add a PEFT adapter'}
          <input
            id={id}
            type="file"
            multiple
            accept=".json,.safetensors,.bin,.zip"
            disabled={busy}
            data-testid="add-adapter"
            onChange={(event) => void add(event.target)}
          />
        </label>
      </Explained>
      {problem && (
        <p className="field-message" role="alert">
          {problem.message} {problem.remedy}
        </p>
      )}
    </div>
  );
}
