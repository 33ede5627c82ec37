/** @file Hands files to the browser's downloads. */
import type { ResultsFile } from '../../src/results/results';
import { serializeResults } from '../../src/results/resultsFile';
import type { ExportedFile } from '../../workers/protocol';

/** Milliseconds, long enough for the browser to begin reading. */
const KEPT_MS = 60_000;

export function downloadFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

export function downloadResults(name: string, results: ResultsFile): void {
  downloadFile(name, new Blob([serializeResults(results)], { type: 'application/json' }));
}

/** One folder as a zip, not compressed: weights hardly shrink. */
export async function downloadZip(folder: string, files: readonly ExportedFile[]): Promise<void> {
  const { zipSync } = await import('fflate');
  const entries: Record<string, Uint8Array> = {};
  for (const { name, blob } of files) entries[`${folder}/${name}`] = new Uint8Array(await blob.arrayBuffer());
  const zip = zipSync(entries, { level: 0 });
  downloadFile(`${folder}.zip`, new Blob([zip as Uint8Array<ArrayBuffer>], { type: 'application/zip' }));
}

/** At four bytes each, this many letters plus what is added to them stay below a file system's 255 bytes. */
const MAX_STEM_LETTERS = 50;

/** The part of a scenario's name that a file's name can carry: letters and digits of any script, with `-` for the rest. */
export function fileStem(name: string): string {
  const plain = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-');
  const kept = [...plain.replace(/^[-.]+/, '')]
    .slice(0, MAX_STEM_LETTERS)
    .join('')
    .replace(/[-.]+$/, '');
  return kept === '' ? 'trial' : kept;
}
