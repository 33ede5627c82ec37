/** @file Data from the person's own files, dropped or picked; they stay on the device. */
import { useId, useState } from 'react';
import { ACCEPTED_FILES } from '../../src/data/formats/extensions';
import { useLab } from '../store/lab';
import { sortFiles } from './sortFiles';

export function DataFiles() {
  const id = useLab((lab) => lab.experiment.dataset);
  const files = useLab((lab) => lab.sources.localDatasets.get(id));
  const [over, setOver] = useState(false);
  const pick = (dropped: readonly File[]): void => {
    const sorted = sortFiles(dropped);
    if (sorted) useLab.getState().pickDataset(sorted);
  };
  return (
    <div
      className="data-drop"
      role="presentation"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        pick([...event.dataTransfer.files]);
      }}
    >
      <p className="caption">
        Or drop files here: CSV, TSV, JSON lines or Parquet, with any column names; one, or a second one to
        measure on. They stay on this device.
      </p>
      <FileField label="Training file" present={files?.train ?? null} onPick={(train) => pick([train])} />
      {files && (
        <FileField
          label="Validation file (optional)"
          present={files.validation}
          onPick={(validation) => useLab.getState().pickDataset({ train: files.train, validation })}
        />
      )}
    </div>
  );
}

interface FileFieldProps {
  readonly label: string;
  readonly present: File | null;
  readonly onPick: (file: File) => void;
}

function FileField({ label, present, onPick }: FileFieldProps) {
  const inputId = useId();
  return (
    <div className="file-field">
      <label htmlFor={inputId}>{label}</label>
      {present && <strong>{present.name}</strong>}
      <input
        id={inputId}
        type="file"
        accept={ACCEPTED_FILES}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onPick(file);
          event.target.value = ''; // so that the same file can be picked again after a change
        }}
      />
    </div>
  );
}
