/** @file Requests to the hub. The access token goes nowhere else, and a refusal becomes a sentence with a remedy. */
import { LabError } from '../../base/errors';
import { boundedJson, refusePage } from '../../sources/hub/boundedBody';
import { checkHubAllowed } from '../../sources/sourceSettings';
import type { ReadContext } from '../table';
import { fetchAnswer } from '../../sources/fetchAnswer';

const TRIES = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const AGAIN: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export interface HubRequest {
  readonly url: string;
  /** Name of what is asked for, for messages: "the files of stanfordnlp/sst2". */
  readonly what: string;
  /** The bytes that are asked for: from `start` up to `end`. */
  readonly range?: { readonly start: number; readonly end: number };
  readonly method?: 'GET' | 'HEAD';
}

/**
 * Sends a request, and retries if the trouble may pass: dropped connections, too many requests, a server in trouble.
 * @throws LabError if the answer is not OK, or a web page; the signal's reason if it aborts
 */
export async function hubRequest(request: HubRequest, context: ReadContext): Promise<Response> {
  const { signal } = context;
  checkHubAllowed(request.what, context.sources);
  let pause = FIRST_PAUSE_MS;
  for (let attempt = 1; ; attempt++) {
    let response: Response | null = null;
    let reason = '';
    try {
      response = await fetchAnswer(request.url, {
        method: request.method ?? 'GET',
        headers: headersOf(request, context),
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      reason = error instanceof Error ? error.message : String(error);
    }
    if (response?.ok) {
      // No hub answers a question of the lab with a web page.
      await refusePage(response, request.what, request.url);
      return response;
    }
    if (attempt === TRIES || (response && !AGAIN.has(response.status)))
      throw response ? refused(request, response.status, context) : unreachable(request, reason);
    const wanted = Number(response?.headers.get('retry-after')) * 1000;
    await sleep(Math.min(LONGEST_PAUSE_MS, wanted > 0 ? wanted : pause), signal);
    pause *= 2;
  }
}

/** @throws as hubRequest does, and LabError if the answer is not JSON or too long */
export async function hubJson(
  request: HubRequest,
  context: ReadContext,
): Promise<{ json: unknown; next: string | null }> {
  const response = await hubRequest(request, context);
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  try {
    return { json: await boundedJson(response, request.what, request.url), next };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    if (error instanceof LabError) throw error;
    throw new LabError(`The hub's answer about ${request.what} is no JSON.`, 'Check the address of the hub.');
  }
}

function headersOf({ url, range }: HubRequest, { sources }: ReadContext): Record<string, string> {
  const headers: Record<string, string> = {};
  if (range) headers['range'] = `bytes=${range.start}-${range.end - 1}`;
  if (sources.hubToken !== null && sameOrigin(url, sources.hubUrl))
    headers['authorization'] = `Bearer ${sources.hubToken}`;
  return headers;
}

function sameOrigin(url: string, hubUrl: string): boolean {
  return URL.canParse(url) && URL.canParse(hubUrl) && new URL(url).origin === new URL(hubUrl).origin;
}

function refused({ what, url }: HubRequest, status: number, { sources }: ReadContext): LabError {
  const hub = URL.canParse(url) ? new URL(url).host : url;
  if (status === 401 || status === 403)
    return new LabError(
      `${hub} does not give out ${what} (${status}): it does not exist, or needs permission.`,
      sources.hubToken === null
        ? 'Check the name, or enter an access token that may read it.'
        : 'Check the name and that the access token may read it; some data sets ask for consent on their page first.',
    );
  if (status === 404)
    return new LabError(`${hub} does not have ${what}.`, 'Check the name, as owner/name, and the revision.');
  if (status === 429)
    return new LabError(
      `${hub} has had too many requests (429).`,
      'Wait some minutes, or enter an access token, with which more are allowed.',
    );
  return new LabError(`${hub} answers ${status} for ${what}.`, 'Try again later.');
}

function unreachable({ what, url }: HubRequest, reason: string): LabError {
  const hub = URL.canParse(url) ? new URL(url).host : url;
  return new LabError(
    `${what} could not be had from ${hub}: ${reason}.`,
    'Check the connection and the address of the hub, then try again.',
  );
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
