/**
 * @file Files in and out for programs, which do here what people do with the page's pickers and its table of trials.
 */
import { inspectionLines } from '../src/data/formatInspection';
import { LabError } from '../src/base/errors';
import { scenarioIds } from '../src/experiment/scenarioId';
import { localId } from '../src/sources/sourceRef';
import { downloadZip, fileStem } from './ui/download';
import { freeId, pickedModel } from './sources/modelFolder';
import { settled } from './store/settled';
import { useLab } from './store/lab';
import { trialSlots } from './store/results/trialKey';

export interface PickedFolder {
  /** An input that holds the folder's own files. */
  readonly input: HTMLInputElement;
  readonly folder: string;
}

export interface HubChoice {
  readonly url: string | null;
  readonly token: string | null;
}

export interface AdapterOptions {
  readonly evaluateOnly: boolean;
  /** Whether the adapters' scenarios replace those that were there before. */
  readonly alone: boolean;
}

const filesOf = ({ files }: HTMLInputElement): File[] => [...(files ?? [])];

/** The files with their path, as a folder's input gives them. The path gives the folder's name. */
function inFolder({ input, folder }: PickedFolder): File[] {
  const files = filesOf(input);
  for (const file of files)
    Object.defineProperty(file, 'webkitRelativePath', { value: `${folder}/${file.name}` });
  return files;
}

/** @param chosen a model's id, or its folder @throws LabError if the lab cannot run that model */
export async function chooseModel(chosen: string | PickedFolder): Promise<void> {
  const model = typeof chosen === 'string' ? chosen : addModel(chosen);
  useLab.getState().allowHub(); // naming a model is asking for it
  const { experiment, edit } = useLab.getState();
  if (experiment.model !== model) edit({ ...experiment, model }, 'model');
  const { modelProblem } = await settled(({ modelLoading }) => !modelLoading);
  if (modelProblem) throw new LabError(modelProblem.message, modelProblem.remedy);
  // If another model is named beside an address, the address's scenarios are fitted to it, too.
  useLab.getState().fitToModel();
}

function addModel(picked: PickedFolder): string {
  const { name, files } = pickedModel(inFolder(picked));
  const { sources, changeSources } = useLab.getState();
  const id = freeId(localId(name), files, sources.localModels);
  changeSources({ localModels: new Map([...sources.localModels, [id, files]]) });
  return id;
}

/** The run says what is wrong with the files. @throws LabError if there is no file to train on */
export function chooseData(train: HTMLInputElement, validation: HTMLInputElement | null): void {
  const [[trainFile], [validationFile]] = [filesOf(train), validation ? filesOf(validation) : []];
  if (!trainFile) throw new LabError('There is no file to train on.', 'Name one.');
  useLab.getState().pickDataset({ train: trainFile, validation: validationFile ?? null });
}

/** @returns lines about the data set; none if it cannot be read */
export async function inspectData(): Promise<string[]> {
  useLab.getState().allowHub(); // whoever is about to run asks for the data set
  useLab.getState().inspectData();
  const { inspection } = await settled(({ inspecting }) => !inspecting);
  return inspection ? inspectionLines(inspection) : [];
}

/** @throws LabError naming what in an adapter cannot be used */
export async function addAdapters(
  adapters: readonly PickedFolder[],
  { evaluateOnly, alone }: AdapterOptions,
): Promise<void> {
  // An adapter's shapes are checked against the model, which may come from a hub.
  useLab.getState().allowHub();
  await settled(({ modelLoading }) => !modelLoading);
  const before = scenarioIds(useLab.getState().experiment.scenarios);
  for (const adapter of adapters) await useLab.getState().addAdapter(inFolder(adapter), evaluateOnly);
  if (alone) for (const id of before) useLab.getState().removeScenario(id);
}

/** @throws LabError if the trial's adapter is not kept, or there is none */
export async function saveAdapter(id: string): Promise<void> {
  const lab = useLab.getState();
  const { experiment, records, exportTrial } = lab;
  const slot = trialSlots(experiment, records, lab).find(({ record }) => record?.id === id);
  if (!slot) throw new LabError('There is no such trial.', 'Run it again.');
  const { scenario, seed } = slot.spec;
  const files = await exportTrial({ key: slot.key, id }, 'adapter');
  await downloadZip(`${fileStem(scenario.name)}-seed${seed}`, files);
}
