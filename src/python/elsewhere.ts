/** @file The command that runs an experiment on other machines, and the files that it needs there. */
import type { Experiment } from '../experiment/experiment';
import { parseSourceRef } from '../sources/sourceRef';
import { DEFAULT_HUB_URL } from '../sources/sourceSettings';

/** A file or folder of the person's that must be taken along, as the command names it. */
export interface TakenAlong {
  readonly flag: '--model' | '--train' | '--validation' | '--adapter';
  readonly name: string;
  readonly what: string;
}

type DataFiles = { readonly train: string; readonly validation: string | null } | null;

/** @param files names of the data set's files, if they have been picked here */
export function takenAlong(experiment: Experiment, files: DataFiles): TakenAlong[] {
  const model = parseSourceRef('model', experiment.model);
  const data = parseSourceRef('dataset', experiment.dataset);
  const inits = [...new Set(experiment.scenarios.flatMap(({ init }) => init ?? []))];
  return [
    ...(model?.kind === 'local'
      ? [{ flag: '--model', name: model.name, what: 'the folder of the model' } as const]
      : []),
    ...(data?.kind === 'local'
      ? [{ flag: '--train', name: files?.train ?? data.name, what: 'the file that is trained on' } as const]
      : []),
    ...(data?.kind === 'local' && files?.validation
      ? [{ flag: '--validation', name: files.validation, what: 'the file that is measured on' } as const]
      : []),
    ...inits.map((id): TakenAlong => {
      const what = 'the folder of an adapter that a scenario begins with';
      return { flag: '--adapter', name: id.replace(/^local:/, ''), what };
    }),
  ];
}

/**
 * The command as a shell reads it.
 * @param what an address, or the name of an experiment's file
 */
export function clusterCommand(what: string, taken: readonly TakenAlong[], hubUrl: string): string {
  const flags = taken.flatMap(({ flag, name }) => [flag, shellWord(name)]);
  const hub = hubUrl === DEFAULT_HUB_URL ? [] : ['--hub', shellWord(hubUrl)];
  return ['lora-lab-cluster', 'run', quoted(what), ...flags, ...hub, '--out', 'results.json'].join(' ');
}

/** Within single quotes a POSIX shell takes every character as it is, but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A word without quotes where it needs none. A name that looks like a flag stands behind "./". */
const shellWord = (text: string): string => {
  const word = text.startsWith('-') ? `./${text}` : text;
  return /^[\w./:@%+,=-]+$/.test(word) ? word : quoted(word);
};
