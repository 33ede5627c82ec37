/** @file Reads the body of a hub's answer up to a bound: the connection is closed at the first byte beyond it. */
import { parseBoundedJson } from '../../base/boundedJson';
import { LabError } from '../../base/errors';

/** The most bytes of a listing or another answer in JSON: a hundred thousand files with sizes and hashes. */
export const MOST_JSON_BYTES = 64_000_000;
const MOST_TEXT_BYTES = 200_000_000;
const MOST_FILE_BYTES = 50_000_000_000;

/**
 * The most bytes that a model's file may have, whatever the hub says; texts such as config.json and tokenizer.json stay
 * small.
 */
export function mostBytes(file: string): number {
  return /\.(json|txt|md|py)$/i.test(file) ? MOST_TEXT_BYTES : MOST_FILE_BYTES;
}

/** Thrown if something other than the hub answered, or the hub answered nonsense; cached files may be used instead. */
export class NotTheHub extends LabError {}

/** @param what was asked for @param most bytes */
export function tooLong(what: string, url: string, most: number): NotTheHub {
  return new NotTheHub(
    `${what}: the answer of ${url} is longer than the ${most} bytes that it may have.`,
    'Check the hub’s address, or use another hub.',
  );
}

/** A network that asks for a sign-in answers every address with its own page, and status 200. */
export function pageInstead(what: string, url: string): NotTheHub {
  return new NotTheHub(
    `${url} answers with a web page where ${what} was asked for.`,
    'If this network asks for a sign-in, sign in first; else check the hub’s address. Then run again.',
  );
}

/** @throws NotTheHub if the answer is a web page, by its type; the body is then dropped */
export async function refusePage(response: Response, what: string, url: string): Promise<void> {
  if (!/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(response.headers.get('content-type') ?? '')) return;
  await response.body?.cancel();
  throw pageInstead(what, url);
}

/** Whether bytes begin as a web page does, if the server does not give a type. */
export function beginsAsPage(bytes: Uint8Array): boolean {
  return /^\s*(<!doctype html|<html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)));
}

/**
 * Reads the whole body into memory.
 * @throws NotTheHub if it is longer than `most` bytes; what reading throws if the connection breaks or is aborted
 */
export async function boundedBytes(
  response: Response,
  { what, url, most }: { readonly what: string; readonly url: string; readonly most: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      length += part.value.byteLength;
      if (length > most) throw tooLong(what, url, most);
      chunks.push(part.value);
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

/** @throws as boundedBytes does; NotTheHub for a web page; SyntaxError if it is not JSON */
export async function boundedJson(response: Response, what: string, url: string): Promise<unknown> {
  await refusePage(response, what, url);
  const bytes = await boundedBytes(response, { what, url, most: MOST_JSON_BYTES });
  if (beginsAsPage(bytes)) throw pageInstead(what, url);
  return parseBoundedJson(new TextDecoder().decode(bytes));
}
