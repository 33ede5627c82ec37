/** @file A file of the hub, read in parts by range requests. */
import { LabError } from '../../errors';
import type { ByteFile } from '../formats/byteFile';
import type { ReadContext } from '../table';
import { hubRequest } from './hubRequest';

/** A server without range requests sends the whole file; more than this is not kept. */
const MAX_WHOLE_BYTES = 200_000_000;

/**
 * @param size if it is known already; else the server is asked
 * @throws as hubRequest does
 */
export async function openRangeFile(
  url: string,
  name: string,
  size: number | null,
  context: ReadContext,
): Promise<ByteFile> {
  let whole: ArrayBuffer | null = null;
  const total = size ?? (await askSize(url, name, context));
  return {
    name,
    size: total,
    async read(start, end, readContext) {
      if (whole) return whole.slice(start, end);
      const response = await hubRequest({ url, what: name, range: { start, end } }, readContext);
      const bytes = await bodyOf(response, name, readContext);
      if (response.status === 206) {
        if (bytes.byteLength !== end - start)
          throw new LabError(
            `${name}: asked for ${end - start} bytes, the server sent ${bytes.byteLength}.`,
            'Try again; if it stays so, the file is damaged.',
          );
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

/** By HEAD, else by the total that the answer to a range request tells. */
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

async function bodyOf(response: Response, name: string, { signal }: ReadContext): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${name}: the connection broke off (${reason}).`, 'Try again.');
  }
}
