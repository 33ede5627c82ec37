/** @file Picks results files, many at once. */
import { useId } from 'react';
import { Explained } from '../ui/Explained';

export interface ImportButtonProps {
  /** How far reading has come, such as "12 of 30"; null while nothing is read. */
  readonly busy: string | null;
  readonly onPick: (files: readonly File[]) => void;
}

export function ImportButton({ busy, onPick }: ImportButtonProps) {
  const id = useId();
  const pick = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    input.value = ''; // so that the same files can be picked again
    onPick(files);
  };
  return (
    <Explained text="Results files, as “Save results” writes them; or drop them anywhere on this page.">
      <label className="text-button import-button" htmlFor={id}>
        {busy === null ? 'Import results files' : `Reading ${busy}…`}
        <input
          id={id}
          type="file"
          multiple
          accept=".json,application/json"
          disabled={busy !== null}
          data-testid="import-results"
          onChange={(event) => pick(event.target)}
        />
      </label>
    </Explained>
  );
}
