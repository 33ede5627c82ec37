/** @file A model from this device: choose its folder, or drop it. */
import { useState, type DragEvent } from 'react';
import { describeError } from '../../src/base/errors';
import { localId } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { droppedFiles } from './droppedFiles';
import { freeId, pickedModel } from './modelFolder';

export interface LocalModelProps {
  /** The id of the model whose files were picked. */
  readonly onChoose: (id: string) => void;
}

export function LocalModel({ onChoose }: LocalModelProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);

  const take = (picked: readonly File[]): void => {
    if (picked.length === 0) return;
    try {
      const { name, files } = pickedModel(picked);
      const { sources, changeSources } = useLab.getState();
      const id = freeId(localId(name), files, sources.localModels);
      changeSources({ localModels: new Map([...sources.localModels, [id, files]]) });
      setProblem(null);
      onChoose(id);
    } catch (error) {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    }
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(take, (error: unknown) => setProblem(describeError(error).message));
  };

  return (
    <div
      className="drop-zone"
      role="presentation"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <label className="file-button">
        <input
          type="file"
          className="visually-hidden"
          data-testid="model-folder"
          multiple
          // The files of a folder, each with its path.
          {...{ webkitdirectory: '' }}
          onChange={({ target }) => {
            take([...(target.files ?? [])]);
            target.value = '';
          }}
        />
        <span className="text-button">Choose a folder …</span>
      </label>
      <p className="caption">
        or drop it here: config.json, tokenizer.json and model.safetensors. Nothing leaves this device. A
        model is too large to be kept: pick it again after a reload.
      </p>
      {problem !== null && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
