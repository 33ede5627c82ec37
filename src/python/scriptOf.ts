/** @file What the Python script of a scenario is made from. */
import type { Architecture, ModelConfig } from '../architecture/config';
import type { Experiment, Scenario } from '../experiment/experiment';
import type { DataFacts } from '../results/dataFacts';

export interface ScriptOf {
  readonly experiment: Experiment;
  readonly scenario: Scenario;
  readonly architecture: Architecture;
  /** The model's shape with the data's number of classes; null if it is not known. */
  readonly config: ModelConfig | null;
  /** What the lab found of the data; null if it has not looked. */
  readonly facts: DataFacts | null;
  /** Names of the data set's files, if it is files; null if they are not known. */
  readonly files: { readonly train: string; readonly validation: string | null } | null;
  /** The folder of the lab's page, with a slash at its end, from which its own model and data are fetched. */
  readonly labAddress: string;
  readonly labVersion: string;
  /** The experiment's address, to be cited. */
  readonly link: string;
}
