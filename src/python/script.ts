/**
 * @file One scenario as a plain Python script with Transformers, PEFT and datasets, to keep, run and cite. Its random
 * numbers are PyTorch's, so that its trials are other ones than the lab's, of the same kind.
 */
import { rateOfB } from '../experiment/experiment';
import { trainableParameters } from '../experiment/parameters';
import { dataConstants, dataLoading, rowFunctions } from './dataPart';
import { inComment } from './literals';
import { fetchingModel, modelConstants, modelFunction, quantises, targetConstants } from './modelPart';
import type { ScriptOf } from './scriptOf';
import { measureFunction, trainFunction, trainingConstants } from './trainingPart';

/** The most characters of the experiment's address in the script. */
const MOST_LINK = 2000;

/** The script's text, of 125 lines at most. */
export function pythonScript(of: ScriptOf): string {
  const parts: readonly (readonly string[])[] = [
    [...docstring(of), '', ...imports(of)],
    constants(of),
    rowFunctions(of),
    modelFunction(of),
    measureFunction,
    trainFunction(of),
    main(of),
  ];
  // Two blank lines around functions, and one between imports and constants.
  const [head = [], values = [], ...rest] = parts;
  return `${[[...head, '', ...values], ...rest].map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

function docstring(of: ScriptOf): string[] {
  const { experiment, scenario, config, labVersion, link } = of;
  const expected = config
    ? [`The lab counts ${trainableParameters(config, scenario)} trainable parameters.`]
    : [];
  return [
    `"""Scenario “${inComment(scenario.name)}” of ${inComment(experiment.model)} on ${inComment(experiment.dataset)}, from LoRA Lab ${inComment(labVersion)}.`,
    '',
    `pip install torch transformers peft datasets${quantises(of) ? ' bitsandbytes' : ''}`,
    ...fetchingModel(of),
    ...expected,
    ...(link.length <= MOST_LINK ? [inComment(link)] : []),
    '"""',
  ];
}

function imports(of: ScriptOf): string[] {
  const { scenario } = of;
  const peft =
    scenario.method !== 'lora'
      ? []
      : scenario.init === undefined
        ? ['from peft import LoraConfig, TaskType, get_peft_model']
        : ['from peft import PeftModel'];
  return [
    'import math',
    'from itertools import chain, islice, repeat',
    '',
    'import torch',
    'from datasets import load_dataset',
    ...peft,
    ...(rateOfB(scenario) === 1 ? [] : ['from peft.optimizers import create_loraplus_optimizer']),
    'from torch.utils.data import DataLoader',
    'from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, get_scheduler',
    `from transformers import ${quantises(of) ? 'BitsAndBytesConfig, ' : ''}set_seed`,
  ];
}

const constants = (of: ScriptOf): string[] => [
  ...modelConstants(of),
  ...dataConstants(of),
  ...trainingConstants(of),
  ...targetConstants(of),
];

const main = (of: ScriptOf): string[] => [
  'device = "cuda" if torch.cuda.is_available() else "cpu"',
  'tokenizer = AutoTokenizer.from_pretrained(MODEL, revision=REVISION)',
  'collate = DataCollatorWithPadding(tokenizer, pad_to_multiple_of=8)',
  ...dataLoading(of),
  'results = [train_trial(seed) for seed in SEEDS]',
  'print(f"accuracies: {results}, mean: {sum(results) / len(results):.4f}")',
];
