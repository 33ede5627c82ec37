/** @file Picks results files, many at once. */
import { useId } from 'react';

export interface ImportButtonProps {
  readonly busy: boolean;
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
    <label className="text-button import-button" htmlFor={id}>
      {busy ? 'Reading…' : 'Import results files'}
      <input
        id={id}
        type="file"
        multiple
        accept=".json,application/json"
        disabled={busy}
        data-testid="import-results"
        title="Results files, as “Save results” writes them; or drop them anywhere on this page"
        onChange={(event) => pick(event.target)}
      />
    </label>
  );
}
