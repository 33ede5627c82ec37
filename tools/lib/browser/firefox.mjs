/** @file A page in an installed Firefox, driven by WebDriver BiDi (w3.org/TR/webdriver-bidi). Needs node_modules. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

const NAMES = ['firefox', 'firefox-esr'];
const START_MS = 60_000;
const HANDSHAKE_MS = 5000;

/** @returns {string | null} the path of a Firefox: LAB_FIREFOX, or one on PATH */
export function findFirefox() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return process.env.LAB_FIREFOX ?? places.find((place) => existsSync(place)) ?? null;
}

/** @returns {Promise<number>} a port that nobody had a moment ago */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} url @returns {Promise<WebSocket>} */
async function connect(url) {
  for (const begun = Date.now(); ; await wait(200)) {
    const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_MS });
    const opened = await new Promise((resolve) => {
      socket.once('open', () => resolve(true)).once('error', () => resolve(false));
    });
    if (opened) return socket;
    if (Date.now() - begun > START_MS) throw new Error('Firefox did not start.');
  }
}

/**
 * @param {string} executablePath
 * @returns {Promise<FirefoxPage>} a page in a new profile, without a window
 */
export async function openFirefox(executablePath) {
  const profile = mkdtempSync(join(tmpdir(), 'lora-lab-firefox-'));
  const port = await freePort();
  const flags = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)];
  const child = spawn(executablePath, flags, { stdio: 'ignore' });
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  const end = () => void child.once('exit', remove).kill('SIGKILL');
  /** @type {Promise<never>} */
  const ended = new Promise((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${executablePath} ended before it had started.`)));
  });
  try {
    const socket = await Promise.race([connect(`ws://127.0.0.1:${port}/session`), ended]);
    const page = new FirefoxPage(socket, end);
    await Promise.race([page.begin(), ended]);
    return page;
  } catch (error) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) end();
    else remove();
    throw error;
  } finally {
    // Firefox closes the connection some time after this, which is not an error.
    ended.catch(() => undefined);
  }
}

export class FirefoxPage {
  /** What the page wrote as errors to its console. @type {string[]} */
  errors = [];
  #asked = 0;
  /** @type {Map<number, (answer: any) => void>} */
  #answers = new Map();
  #context = '';

  /** @param {WebSocket} socket @param {() => void} end */
  constructor(socket, end) {
    this.socket = socket;
    this.end = end;
    socket.on('message', (/** @type {Buffer} */ data) => {
      const message = JSON.parse(data.toString());
      if (message.method === 'log.entryAdded' && message.params.level === 'error')
        this.errors.push(String(message.params.text));
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
    });
  }

  /** @param {string} method @param {object} params @returns {Promise<any>} */
  async #ask(method, params) {
    const id = ++this.#asked;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error, message } = await answer;
    if (error) throw new Error(`${method}: ${message}`);
    return result;
  }

  async begin() {
    await this.#ask('session.new', { capabilities: {} });
    await this.#ask('session.subscribe', { events: ['log.entryAdded'] });
    const { contexts } = await this.#ask('browsingContext.getTree', {});
    this.#context = contexts[0].context;
  }

  /** @param {string} url */
  async goto(url) {
    await this.#ask('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async reload() {
    await this.#ask('browsingContext.reload', { context: this.#context, wait: 'complete' });
  }

  /**
   * @param {string} expression may be a promise
   * @returns {Promise<any>} its value, which must be JSON
   */
  async evaluate(expression) {
    const { type, result, exceptionDetails } = await this.#ask('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
      target: { context: this.#context },
      awaitPromise: true,
    });
    if (type === 'exception') throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  /** @param {string} expression @param {number} patience milliseconds */
  async waitFor(expression, patience) {
    for (const begun = Date.now(); (await this.evaluate(expression)) !== true; await wait(100))
      if (Date.now() - begun > patience) throw new Error(`It did not come to: ${expression}`);
  }

  close() {
    this.socket.close();
    this.end();
  }
}
