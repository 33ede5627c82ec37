/** @file Downloads a file, continues where the connection broke, and checks the file's hash. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { LabError } from '../../base/errors';
import { PASSING, refusal, unreachable } from './answers';
import { beginsAsPage, pageInstead, refusePage, tooLong } from './boundedBody';
import type { Sink } from './sink';
import { fetchAnswer } from '../fetchAnswer';

export interface DownloadRequest {
  /** The name for messages, e.g. `model.safetensors of roberta-base`. */
  readonly what: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The size that the file must have; null if it is not known. */
  readonly size: number | null;
  readonly sha256: string | null;
  /** The most bytes that the file may have, whatever size is claimed. */
  readonly most: number;
  /** The ETag of the bytes that are in the sink already; null if there was none. */
  readonly etag: string | null;
}

export interface DownloadHooks {
  readonly signal: AbortSignal;
  readonly onProgress: (received: number, total: number | null) => void;
  /** Called with the ETag of what arrives from now on, by which a later download can continue. */
  readonly onEtag?: (etag: string | null) => void;
}

/**
 * Milliseconds to wait before each further attempt. A connection that brings something each time is retried for ever.
 */
const PAUSES = [500, 1000, 2000, 4000];
const LONGEST_PAUSE = 60_000;
const HASHED_AT_ONCE = 4_000_000;

/** A failure that may pass, with the error to report if it does not. */
class Broken extends Error {
  constructor(
    readonly reported: LabError,
    readonly pause: number | null = null,
  ) {
    super(reported.message);
  }
}

/**
 * Fills the sink with the file. What the sink holds already is not fetched again, but the download begins from the
 * start if the server's file has changed since, or if the server knows no ranges.
 *
 * The range is asked for without If-Range: a request with that header to another origin must be announced to it first,
 * which content delivery networks refuse. ETag, size and hash are compared here instead.
 * @returns the file's sha256, hexadecimal
 * @throws LabError if the file cannot be loaded or is not what it should be; whatever the sink throws; the signal's
 *   reason if it aborts, with what has arrived left in the sink
 */
export async function download(sink: Sink, request: DownloadRequest, hooks: DownloadHooks): Promise<string> {
  const run = new Run(sink, request, hooks);
  let failures = 0;
  await run.hashPresent();
  for (;;) {
    const before = sink.size;
    try {
      await run.attempt();
      return run.verified();
    } catch (error) {
      hooks.signal.throwIfAborted();
      if (!(error instanceof Broken)) throw error;
      failures = sink.size > before ? 1 : failures + 1;
      const pause = error.pause ?? PAUSES[failures - 1];
      if (failures > PAUSES.length || pause === undefined || pause > LONGEST_PAUSE) throw error.reported;
      await wait(pause, hooks.signal);
    }
  }
}

class Run {
  private hash = sha256.create();
  private etag: string | null;
  private total: number | null;
  private expectedHash: string | null;

  constructor(
    private readonly sink: Sink,
    private readonly request: DownloadRequest,
    private readonly hooks: DownloadHooks,
  ) {
    this.etag = request.etag;
    this.total = request.size;
    this.expectedHash = request.sha256;
  }

  /** Hashes what an earlier visit left in the sink. */
  async hashPresent(): Promise<void> {
    const { size } = this.sink;
    if (this.request.size !== null && size > this.request.size) return this.beginAnew();
    for (let begin = 0; begin < size; begin += HASHED_AT_ONCE) {
      this.hooks.signal.throwIfAborted();
      this.hash.update(await this.sink.read(begin, Math.min(size, begin + HASHED_AT_ONCE)));
    }
  }

  /** @throws Broken, LabError, or what fetch throws at an abort */
  async attempt(): Promise<void> {
    const { sink, total } = this;
    if (total !== null && sink.size === total) return;
    const response = await this.ask(sink.size);
    if (response === null) return;
    await this.take(response);
    this.hooks.signal.throwIfAborted();
    if (this.total !== null && sink.size < this.total)
      throw this.broken(`the connection broke after ${sink.size} of ${this.total} bytes`);
  }

  private async take(response: Response): Promise<void> {
    const reader = response.body?.getReader();
    if (!reader) return;
    try {
      for (;;) {
        const part = await reader.read().catch((error: unknown) => {
          throw this.broken(error instanceof Error ? error.message : String(error));
        });
        if (part.done) return;
        this.checkBound(part.value);
        this.sink.append(part.value);
        this.hash.update(part.value);
        this.hooks.onProgress(this.sink.size, this.total);
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  /** @throws LabError if the file exceeds its allowed size, or begins as a web page does */
  private checkBound(chunk: Uint8Array): void {
    const { what, url, most } = this.request;
    if (this.sink.size === 0 && beginsAsPage(chunk)) throw pageInstead(what, url);
    const bound = Math.min(most, this.total ?? most);
    if (this.sink.size + chunk.byteLength <= bound) return;
    this.sink.clear();
    throw tooLong(what, url, bound);
  }

  verified(): string {
    const { what } = this.request;
    const found = bytesToHex(this.hash.digest());
    const again = 'It has been thrown away: run again, or use another hub address.';
    if (this.total !== null && this.sink.size !== this.total) {
      const { size } = this.sink;
      this.sink.clear();
      throw new LabError(`${what} has ${size} bytes; the hub says ${this.total}.`, again);
    }
    if (this.expectedHash !== null && found !== this.expectedHash) {
      this.sink.clear();
      throw new LabError(
        `${what} arrived damaged: its sha256 is ${found}, the hub says ${this.expectedHash}.`,
        again,
      );
    }
    return found;
  }

  /** The answer whose body continues the sink; null if nothing is missing. */
  private async ask(from: number): Promise<Response | null> {
    const { url, headers, what } = this.request;
    const range: Record<string, string> = from > 0 ? { Range: `bytes=${from}-` } : {};
    let response: Response;
    try {
      response = await fetchAnswer(url, { headers: { ...headers, ...range }, signal: this.hooks.signal });
    } catch (error) {
      throw this.broken(error instanceof Error ? error.message : String(error));
    }
    const { status } = response;
    if (PASSING.has(status)) {
      const seconds = Number(response.headers.get('retry-after') ?? NaN);
      throw new Broken(refusal(what, status), seconds >= 0 ? seconds * 1000 : null);
    }
    const etag = response.headers.get('etag');
    const changed = from > 0 && etag !== null && this.etag !== null && etag !== this.etag;
    if (status === 416 || (status === 206 && (changed || !this.continues(response, from)))) {
      await response.body?.cancel();
      this.beginAnew();
      return from > 0 ? this.ask(0) : null;
    }
    if (!response.ok) throw refusal(what, status);
    // This is checked before the sink is cleared: a sign-in page must not cost what has arrived.
    await refusePage(response, what, url);
    if (from > 0 && status === 200) this.beginAnew();
    if (this.sink.size === 0) this.begins(response, etag);
    return response;
  }

  /** Whether a partial answer begins where the sink ends. A server that does not say is trusted: the hash shows a mistake. */
  private continues(response: Response, from: number): boolean {
    const shown = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    if (!shown) return true;
    return (
      Number(shown[1]) === from &&
      (this.total === null || shown[2] === '*' || Number(shown[2]) === this.total)
    );
  }

  private begins(response: Response, etag: string | null): void {
    this.etag = etag;
    this.hooks.onEtag?.(etag);
    const length = Number(response.headers.get('content-length') ?? NaN);
    if (this.total === null && length > 0 && !response.headers.get('content-encoding')) this.total = length;
    // If there was no redirect, the hub's own header gives the hash of a large file.
    const linked = /^"([0-9a-f]{64})"$/.exec(response.headers.get('x-linked-etag') ?? '');
    this.expectedHash ??= linked?.[1] ?? null;
  }

  private beginAnew(): void {
    this.sink.clear();
    this.hash = sha256.create();
    this.etag = null;
  }

  private broken(why: string): Broken {
    return new Broken(unreachable(this.request.what, this.request.url, why));
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
