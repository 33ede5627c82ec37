/** @file The workshop's text: from its link, or fetched from the page's own origin. */
import { useEffect, useState } from 'react';
import { describeError, LabError } from '../../src/base/errors';
import { introFileUrl, MAX_INTRO_BYTES } from '../../src/workshop/introFile';
import type { Workshop } from '../../src/workshop/workshop';
import { printable } from '../../src/base/printable';

export type Intro = { readonly text: string | null } | { readonly problem: string };

export function useIntro({ intro, introFile }: Pick<Workshop, 'intro' | 'introFile'>): Intro {
  const file = intro === null ? introFile : null;
  const [fetched, setFetched] = useState<{ readonly file: string; readonly intro: Intro } | null>(null);
  useEffect(() => {
    if (file === null) return undefined;
    const stop = new AbortController();
    readIntroFile(file, stop.signal)
      .then((text): Intro => ({ text }))
      .catch((error: unknown): Intro => {
        const { message, remedy } = describeError(error);
        return { problem: `${message} ${remedy}` };
      })
      .then((result) => {
        if (!stop.signal.aborted) setFetched({ file, intro: result });
      })
      .catch(() => undefined);
    return () => stop.abort();
  }, [file]);
  if (file === null) return { text: intro };
  return fetched?.file === file ? fetched.intro : { text: null };
}

/** @throws LabError naming the file */
async function readIntroFile(file: string, signal: AbortSignal): Promise<string> {
  const url = introFileUrl(file, location.href);
  const ask = `Ask whoever made the link whether ${url.pathname} is there.`;
  let response: Response;
  try {
    // A redirect to another origin fails as well.
    response = await fetch(url, { mode: 'same-origin', signal });
  } catch {
    throw new LabError(
      `The workshop’s text ${file} could not be fetched.`,
      'Check the connection, then reload.',
    );
  }
  if (!response.ok) throw new LabError(`The workshop’s text ${file} is not there (${response.status}).`, ask);
  if (response.headers.get('content-type')?.includes('text/html'))
    throw new LabError(`The workshop’s text ${file} is a web page, not plain text.`, ask);
  return printable(await readStart(response));
}

/** Reads only as much of the body as is shown, and does not wait for the rest. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
    if (bytes > MAX_INTRO_BYTES) {
      await reader.cancel();
      return `${text.slice(0, MAX_INTRO_BYTES)} …`;
    }
  }
}
