/** @file What computes the trials: the person's choice, and what the worker found. */
import type { StateCreator } from 'zustand';
import type { BackendName, Environment } from '../../../src/results/results';
import { readPreference, writePreference } from '../storage/preferences';
import { dropTrainer, onTrainerSilence, trainer } from '../worker/trainer';

export interface EnvironmentError {
  readonly message: string;
  readonly remedy: string;
  /** Whether the worker, which would have looked for a device, did not start. */
  readonly notStarted: boolean;
}

export interface EnvironmentSlice {
  /** The chosen backend; null for automatic, the best this browser has. */
  readonly backendChoice: BackendName | null;
  readonly environment: Environment | null;
  readonly environmentError: EnvironmentError | null;
  readonly probing: boolean;
  /** Whether the trainer's worker has sent nothing for a while. */
  readonly trainerSilent: boolean;
  readonly chooseBackend: (backend: BackendName | null) => void;
  readonly probe: () => void;
}

const BACKENDS: readonly string[] = ['webgpu', 'wasm', 'cpu'];

function savedChoice(): BackendName | null {
  const saved = readPreference('backend');
  return saved !== null && BACKENDS.includes(saved) ? (saved as BackendName) : null;
}

export const createEnvironmentSlice: StateCreator<EnvironmentSlice, [], [], EnvironmentSlice> = (
  set,
  get,
) => {
  onTrainerSilence((trainerSilent) => set({ trainerSilent }));
  return {
    backendChoice: savedChoice(),
    environment: null,
    environmentError: null,
    probing: false,
    trainerSilent: false,

    chooseBackend(backendChoice) {
      writePreference('backend', backendChoice);
      set({ backendChoice });
      get().probe();
    },

    probe() {
      const asked = get().backendChoice;
      set({ probing: true, environmentError: null });
      const isStale = (): boolean => get().backendChoice !== asked;
      try {
        trainer().probe(asked, (event) => {
          if (isStale()) return;
          if (event.type === 'environment') set({ probing: false, environment: event.environment });
          if (event.type === 'failed') {
            dropTrainer();
            const { message, remedy, notStarted = false } = event;
            set({ probing: false, environment: null, environmentError: { message, remedy, notStarted } });
          }
        });
      } catch (error) {
        const message = `This browser could not start the training worker: ${String(error)}.`;
        const remedy = 'Use a current browser.';
        set({ probing: false, environmentError: { message, remedy, notStarted: true } });
      }
    },
  };
};
