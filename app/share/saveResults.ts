/** @file Saves the finished trials that the page shows as a results file. It needs nothing that has to be loaded first. */
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { downloadResults } from '../ui/download';

/** @returns the file's name; null if there are no results */
export function saveResults(): string | null {
  const lab = useLab.getState();
  const file = resultsFile(shownExperiment(lab), lab);
  if (!file) return null;
  const name = `lora-lab-${new Date().toISOString().slice(0, 16).replace(/[T:]/g, '-')}.json`;
  downloadResults(name, file);
  return name;
}
