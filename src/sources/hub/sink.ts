/** @file Where a download is written, chunk by chunk: a file in the browser's private file system, or Blobs in memory. */

export interface Sink {
  /** The number of bytes in the sink, with those that an earlier visit left. */
  readonly size: number;
  append(chunk: Uint8Array<ArrayBuffer>): void;
  /** Reads bytes [begin, end) of what the sink holds. */
  read(begin: number, end: number): Promise<Uint8Array>;
  /** Discards what the sink holds. */
  clear(): void;
}

const PIECE_BYTES = 8_000_000;

/** A sink of Blobs, which the browser keeps outside JavaScript's memory, on disk if they are large. */
export class MemorySink implements Sink {
  size = 0;
  private pieces: Blob[] = [];
  private chunks: Uint8Array<ArrayBuffer>[] = [];
  private pending = 0;

  append(chunk: Uint8Array<ArrayBuffer>): void {
    this.chunks.push(chunk);
    this.pending += chunk.byteLength;
    this.size += chunk.byteLength;
    if (this.pending >= PIECE_BYTES) this.gather();
  }

  async read(begin: number, end: number): Promise<Uint8Array> {
    return new Uint8Array(await this.blob().slice(begin, end).arrayBuffer());
  }

  clear(): void {
    [this.pieces, this.chunks, this.pending, this.size] = [[], [], 0, 0];
  }

  blob(): Blob {
    this.gather();
    return new Blob(this.pieces);
  }

  private gather(): void {
    if (this.chunks.length > 0) this.pieces.push(new Blob(this.chunks));
    [this.chunks, this.pending] = [[], 0];
  }
}
