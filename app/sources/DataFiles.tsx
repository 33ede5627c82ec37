/** @file Data from the person's own files, dropped or picked; they stay on the device. */
import { useId, useState } from 'react';
import { describeError } from '../../src/base/errors';
import { shownName } from '../../src/base/shown';
import { ACCEPTED_FILES } from '../../src/data/formats/extensions';
import { useLab } from '../store/lab';
import { droppedFiles } from './droppedFiles';
import { KeptData } from './KeptData';
import { sortFiles } from './sortFiles';

export function DataFiles() {
  const id = useLab((lab) => lab.experiment.dataset);
  const files = useLab((lab) => lab.sources.localDatasets.get(id));
  const [over, setOver] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const refuse = (error: unknown): void => {
    const { message, remedy } = describeError(error);
    setTold({ text: `${message} ${remedy}`, isProblem: true });
  };
  const pick = (dropped: readonly File[]): void => {
    try {
      const sorted = sortFiles(dropped);
      if (!sorted) return;
      const { leftOut, ...chosen } = sorted;
      const names = leftOut.map(({ name }) => shownName(name)).join(', ');
      setTold(leftOut.length === 0 ? null : { text: `Not used: ${names}.`, isProblem: false });
      useLab.getState().pickDataset(chosen);
    } catch (error) {
      refuse(error);
    }
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
        droppedFiles(event.dataTransfer).then(pick, refuse);
      }}
    >
      <p className="caption">
        Or drop files or a folder here: CSV, TSV, JSON lines or Parquet, with any column names. One file is
        enough; a second one is for validation. They stay on this device, and this browser keeps up to 50 MB
        of them for your next visit.
      </p>
      {told && <ToldLine {...told} />}
      <FileField label="Training file" present={files?.train ?? null} onPick={(train) => pick([train])} />
      {files && (
        <FileField
          label="Validation file (optional)"
          present={files.validation}
          onPick={(validation) => useLab.getState().pickDataset({ train: files.train, validation })}
        />
      )}
      <KeptData />
    </div>
  );
}

/** What has to be said of the files that came. */
interface Told {
  readonly text: string;
  readonly isProblem: boolean;
}

const ToldLine = ({ text, isProblem }: Told) => (
  <p className={isProblem ? 'field-message' : 'caption'} role={isProblem ? 'alert' : 'status'}>
    {text}
  </p>
);

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
