/** @file A file of the hub, read in parts by range requests. */
import { LabError } from '../../base/errors';
import { boundedBytes } from '../../sources/hub/boundedBody';
import type { ByteFile } from '../formats/byteFile';
import type { ReadContext } from '../table';
import { hubRequest } from './hubRequest';

/** A server without range requests sends the whole file; larger ones are not kept. */
const MAX_WHOLE_BYTES = 200_000_000;

/** Files up to this size are fetched whole, because one request is quicker than many small ones. */
const WHOLE_BELOW = 4_000_000;

/**
 * @param size the size, if it is already known; otherwise the server is asked
 * @throws as hubRequest does
 */
export async function openRangeFile(
  url: string,
  name: string,
  size: number | null,
  context: ReadContext,
): Promise<ByteFile> {
  const total = size ?? (await askSize(url, name, context));
  const request = { url, what: name };
  let whole: ArrayBuffer | null = null;
  let coming: Promise<ArrayBuffer> | null = null;

  async function fetchWhole(readContext: ReadContext): Promise<ArrayBuffer> {
    const bytes = await bodyOf(
      await hubRequest(request, readContext),
      { ...request, most: total },
      readContext,
    );
    checkLength(bytes, total, name);
    readContext.onBytes(bytes.byteLength, total);
    return bytes;
  }

  /**
   * Fetches the file once, even if several parts are wanted at the same time. A caller that aborts does not stop the
   * others.
   */
  async function readWhole(readContext: ReadContext): Promise<ArrayBuffer> {
    while (!whole) {
      coming ??= fetchWhole(readContext).finally(() => (coming = null));
      try {
        whole = await coming;
      } catch (error) {
        readContext.signal.throwIfAborted();
        if (error instanceof LabError) throw error;
      }
    }
    return whole;
  }

  return {
    name,
    size: total,
    async read(start, end, readContext) {
      if (whole !== null || total <= WHOLE_BELOW) return (await readWhole(readContext)).slice(start, end);
      const response = await hubRequest({ ...request, range: { start, end } }, readContext);
      const most = response.status === 206 ? end - start : MAX_WHOLE_BYTES;
      const bytes = await bodyOf(response, { ...request, most }, readContext);
      if (response.status === 206) {
        checkLength(bytes, end - start, name);
        readContext.onBytes(bytes.byteLength, total);
        return bytes;
      }
      if (bytes.byteLength > MAX_WHOLE_BYTES || bytes.byteLength < end)
        throw new LabError(
          `${name}: the server does not send parts of files.`,
          'Use a hub that answers range requests, or download the file and pick it here.',
        );
      whole = bytes;
      return bytes.slice(start, end);
    },
  };
}

function checkLength({ byteLength }: ArrayBuffer, expected: number, name: string): void {
  if (byteLength === expected) return;
  throw new LabError(
    `${name}: asked for ${expected} bytes, the server sent ${byteLength}.`,
    'Try again; if it stays so, the file is damaged.',
  );
}

/** Asks by HEAD, or else by a range request, whose answer gives the total. */
async function askSize(url: string, name: string, context: ReadContext): Promise<number> {
  const head = await hubRequest({ url, what: name, method: 'HEAD' }, context).catch((error: unknown) => {
    if (context.signal.aborted) throw error;
    return null; // signed addresses often allow GET alone
  });
  const length = Number(head?.headers.get('content-length'));
  if (length > 0 && !head?.headers.get('content-encoding')) return length;
  const part = await hubRequest({ url, what: name, range: { start: 0, end: 1 } }, context);
  void part.body?.cancel();
  const total = Number(/\/(\d+)$/.exec(part.headers.get('content-range') ?? '')?.[1]);
  if (total > 0) return total;
  throw new LabError(`${name}: the server does not tell its size.`, 'Download the file and pick it here.');
}

async function bodyOf(
  response: Response,
  asked: { readonly what: string; readonly url: string; readonly most: number },
  { signal }: ReadContext,
): Promise<ArrayBuffer> {
  try {
    return (await boundedBytes(response, asked)).buffer;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof LabError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${asked.what}: the connection broke off (${reason}).`, 'Try again.');
  }
}
