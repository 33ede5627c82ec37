/** @file Handing files to the browser's downloads. */
import { zipSync } from 'fflate';
import type { ResultsFile } from '../../src/experiment/results';
import { serializeResults } from '../../src/experiment/resultsFile';
import type { ExportedFile } from '../../workers/protocol';

/** Long enough for a browser to have begun reading. */
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
  const entries: Record<string, Uint8Array> = {};
  for (const { name, blob } of files) entries[`${folder}/${name}`] = new Uint8Array(await blob.arrayBuffer());
  const zip = zipSync(entries, { level: 0 });
  downloadFile(`${folder}.zip`, new Blob([zip as Uint8Array<ArrayBuffer>], { type: 'application/zip' }));
}

/** What of a scenario's name a file's can carry. */
export function fileStem(name: string): string {
  const kept = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return kept === '' ? 'trial' : kept;
}
