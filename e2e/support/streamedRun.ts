/** @file A run whose trials come from the test, at its own speed: the page's worker answers all but `run`. */
import type { Page } from '@playwright/test';
import type { TrialRecord } from '../../src/results/results';
import type { Command, Event } from '../../workers/protocol';

export interface Streamed {
  /** The outcome of each trial, in the order of listTrials; scenario and seed are the trial's own. */
  readonly records: readonly TrialRecord[];
  /** The time between two events. */
  readonly pauseMs: number;
}

/** Must be called before the page is opened. */
export async function streamRuns(page: Page, streamed: Streamed): Promise<void> {
  await page.addInitScript(({ records, pauseMs }: Streamed) => {
    const Real = window.Worker;
    window.Worker = class extends Real {
      override postMessage(message: unknown, options?: StructuredSerializeOptions | Transferable[]): void {
        const command = message as Command;
        if (command.type === 'run') void this.stream(command);
        else if (Array.isArray(options)) super.postMessage(message, options);
        else super.postMessage(message, options);
      }

      private async stream({ runId, trials }: Extract<Command, { type: 'run' }>): Promise<void> {
        const tell = async (event: Event): Promise<void> => {
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          this.dispatchEvent(new MessageEvent('message', { data: event }));
        };
        const progress = { type: 'progress', runId, trial: null } as const;
        for (const done of [0, 1]) await tell({ ...progress, phase: 'loading', done, total: 2 });
        for (const [trial, spec] of trials.entries()) {
          const record = records[trial];
          if (!record) throw new Error(`The test has no record for trial ${trial}.`);
          const losses = record.losses.map((loss, step) => ({ step, loss }));
          const totalSteps = losses.length;
          for (const end of [0.5, 1])
            await tell({
              ...{ type: 'steps', runId, trial, totalSteps },
              losses: losses.slice(0, Math.ceil(totalSteps * end)),
            });
          await tell({ type: 'trialDone', runId, trial, record: { ...record, ...spec } });
        }
        await tell({ type: 'runDone', runId, outcome: 'finished' });
      }
    };
  }, streamed);
}
