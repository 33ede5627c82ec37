/** @file Loads a file over HTTP, with progress and with errors that name the file and say what to do. */
import { LabError } from '../base/errors';
import { MemorySink } from './hub/sink';
import { fetchAnswer } from './fetchAnswer';

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes received, and the size or null if the server does not say. */
  readonly onProgress?: (received: number, total: number | null) => void;
}

/** @throws LabError if the file cannot be loaded; the signal's reason if it aborts */
export async function fetchFile(url: string, options: FetchOptions): Promise<ArrayBuffer> {
  return (await fetchBlob(url, options)).arrayBuffer();
}

/**
 * Loads the file outside JavaScript's memory, so that parts that are not read take none of it.
 * @throws as fetchFile does
 */
export async function fetchBlob(url: string, { signal, onProgress }: FetchOptions): Promise<Blob> {
  const name = url.slice(url.lastIndexOf('/') + 1);
  try {
    const response = await fetchAnswer(url, { signal });
    if (!response.ok) throw refused(name, `the server answers ${response.status}`);
    // The server of a single-page application answers a missing file with its page.
    if (response.headers.get('content-type')?.includes('text/html'))
      throw refused(name, 'the server has no such file');
    if (!response.body || !onProgress) return await response.blob();
    return await collect(response, onProgress);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof LabError) throw error;
    throw refused(name, error instanceof Error ? error.message : String(error));
  }
}

function refused(name: string, why: string): LabError {
  return new LabError(
    `${name} could not be loaded: ${why}.`,
    'Check the name in the address and the connection, then run again.',
  );
}

async function collect(
  response: Response,
  onProgress: (received: number, total: number | null) => void,
): Promise<Blob> {
  const length = Number(response.headers.get('content-length'));
  const total = length > 0 && !response.headers.get('content-encoding') ? length : null;
  const sink = new MemorySink();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    sink.append(chunk);
    onProgress(sink.size, total);
  }
  return sink.blob();
}

/** @throws LabError if the file cannot be loaded or is not JSON */
export async function fetchJson(url: string, options: FetchOptions): Promise<unknown> {
  const text = new TextDecoder().decode(await fetchFile(url, options));
  try {
    return JSON.parse(text);
  } catch {
    const name = url.slice(url.lastIndexOf('/') + 1);
    throw new LabError(`${name} is not JSON.`, 'The file is damaged: put the original back and run again.');
  }
}
