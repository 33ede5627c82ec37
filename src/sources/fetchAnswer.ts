/** @file A request with a time limit: a server that accepts the connection and stays silent would hold up a run for ever. */

/** The most time until the answer begins. The body may take as long as its size needs. */
const ANSWER_WITHIN_MS = 30_000;

/** @throws what fetch throws, also if nothing has answered in time; the signal's reason if it aborts */
export async function fetchAnswer(
  url: string,
  request: RequestInit & { readonly signal: AbortSignal },
  milliseconds = ANSWER_WITHIN_MS,
): Promise<Response> {
  const patience = new AbortController();
  const giveUp = (): void =>
    patience.abort(new TypeError(`nothing has answered within ${milliseconds / 1000} s`));
  const timer = setTimeout(giveUp, milliseconds);
  try {
    return await fetch(url, { ...request, signal: AbortSignal.any([request.signal, patience.signal]) });
  } finally {
    clearTimeout(timer);
  }
}
