/**
 * @file A browser with a profile of its own that can be killed as a task manager or the system does, and started again. Needs
 * node_modules.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright';

/** The file in which Chromium writes the port that it has taken. */
const PORT_FILE = 'DevToolsActivePort';
const START_MS = 60_000;

export class KillableBrowser {
  /** The folder that outlives a kill. */
  #profile = mkdtempSync(join(tmpdir(), 'lora-lab-drill-'));
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;

  /** @param {string} executablePath @param {readonly string[]} flags */
  constructor(executablePath, flags) {
    this.executablePath = executablePath;
    this.flags = flags;
  }

  /**
   * Starts it, with the profile as the last browser left it.
   * @returns {Promise<import('playwright').BrowserContext>}
   * @throws Error if it does not come up
   */
  async start() {
    // The browser before this one has left its port there.
    rmSync(join(this.#profile, PORT_FILE), { force: true });
    const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`];
    this.#process = spawn(this.executablePath, [...this.flags, ...own, 'about:blank'], {
      // In a process group of its own, the GPU process and the pages' processes die with it.
      detached: true,
      stdio: 'ignore',
    });
    // A browser that could not be started never writes a port, which is noticed below.
    this.#process.on('error', () => undefined);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await this.#port(this.#process)}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no context.');
    return context;
  }

  /** @param {import('node:child_process').ChildProcess} child */
  async #port(child) {
    for (const began = Date.now(); Date.now() - began < START_MS; await wait(20)) {
      try {
        const [port, rest] = readFileSync(join(this.#profile, PORT_FILE), 'utf8').split('\n');
        if (rest !== undefined) return Number(port);
      } catch {
        // The port is not written yet.
      }
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The browser ${this.executablePath} ended before it had started.`);
    }
    await this.kill();
    throw new Error(`The browser ${this.executablePath} did not start within ${START_MS / 1000} s.`);
  }

  /** Sends SIGKILL to all its processes at once. Resolves when the first of them, the browser process, is gone. */
  async kill() {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.pid === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** Kills it and removes what it stored. */
  async remove() {
    await this.kill();
    // Its other processes may take a moment longer to let go of their files.
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
