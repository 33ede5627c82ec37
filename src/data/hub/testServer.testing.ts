/** @file A small server in Node that answers at the hub's addresses for data sets. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestHub {
  readonly url: string;
  /** Method, path and token of every request so far. */
  readonly requests: readonly {
    readonly line: string;
    readonly token: string | undefined;
    readonly range: string | undefined;
  }[];
  close(): Promise<void>;
}

/** Answers by path; a function handles the request itself. Files are bytes, read in ranges; anything else is JSON. */
export type Answers = Readonly<
  Record<string, Uint8Array | object | ((request: IncomingMessage, response: ServerResponse) => void)>
>;

export async function startTestHub(answers: (url: string) => Answers): Promise<TestHub> {
  const requests: TestHub['requests'][number][] = [];
  let known: Answers = {};
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { authorization, range } = request.headers;
    requests.push({ line: `${request.method} ${path}`, token: authorization, range });
    const answer = Object.hasOwn(known, path) ? known[path] : undefined;
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function')
      (answer as (a: IncomingMessage, b: ServerResponse) => void)(request, response);
    else if (answer instanceof Uint8Array) sendFile(answer, request, response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  known = answers(url);
  return {
    url,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function sendFile(bytes: Uint8Array, request: IncomingMessage, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined || to === undefined) {
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  const part = bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(206, {
    'content-length': part.length,
    'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
  });
  response.end(part);
}
