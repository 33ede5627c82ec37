/** @file A file that can be read in parts, on this device or at an address. */
import type { ReadContext } from '../table';

export interface ByteFile {
  /** The name for messages. */
  readonly name: string;
  readonly size: number;
  /**
   * Reads the bytes from `start` up to `end`.
   * @throws LabError if they cannot be read; the signal's reason if it aborts
   */
  read(start: number, end: number, context: ReadContext): Promise<ArrayBuffer>;
}

/** A file that the person picked. */
export function localFile(file: File): ByteFile {
  return {
    name: file.name,
    size: file.size,
    read: async (start, end, { signal }) => {
      signal.throwIfAborted();
      return await file.slice(start, end).arrayBuffer();
    },
  };
}
