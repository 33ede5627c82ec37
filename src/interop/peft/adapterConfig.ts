/**
 * @file Reads adapter_config.json as PEFT writes it, as far as the lab can represent it. It is written by hand and not
 * as a valibot schema, because almost every field has a remedy of its own and values are shown at more length.
 */
import { refuse, show } from './configRefusal';
import { refuseUnsupported } from './unsupportedFields';

/**
 * The fields that decide which modules carry an adapter, and with which rank and scaling. Names are PEFT's, in camel
 * case.
 */
export interface AdapterConfig {
  /** A list of names or suffixes, or one regular expression. */
  readonly targetModules: readonly string[] | string;
  readonly excludeModules: readonly string[] | string;
  /** 0-based layers; null for all. */
  readonly layersToTransform: readonly number[] | null;
  readonly layersPattern: readonly string[];
  readonly rank: number;
  readonly alpha: number;
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
  readonly rsLora: boolean;
  readonly dora: boolean;
  readonly modulesToSave: readonly string[];
  /** Whether the adapter is for a sequence classifier, whose head PEFT then saves too. */
  readonly classifies: boolean;
}

/** PEFT's word for an adapter on no module: here, one that brings only a head. */
export const NO_MODULES = 'dummy-target-modules';
/** PEFT targets these modules of RoBERTa and BERT if a config names none. */
const DEFAULT_TARGETS: readonly string[] = ['query', 'value'];

const LARGEST_RANK = 1024;
const MOST_NAMES = 2000;

/** @throws LabError naming the field that is wrong or asks for what the lab cannot represent */
export function readAdapterConfig(json: unknown): AdapterConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw refuse('is not an object', 'Use the adapter_config.json that PEFT wrote.');
  const fields = json as Record<string, unknown>;
  const get = (name: string): unknown => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null);

  if (get('peft_type') !== 'LORA')
    throw refuse(`says peft_type ${show(get('peft_type'))}`, 'The lab reads LoRA adapters only.');
  const task = get('task_type');
  if (task !== null && task !== 'SEQ_CLS' && task !== 'FEATURE_EXTRACTION')
    throw refuse(`says task_type ${show(task)}`, 'Use an adapter for sequence classification (SEQ_CLS).');
  refuseUnsupported(fields);

  const targets = get('target_modules');
  return {
    targetModules: targets === null ? DEFAULT_TARGETS : names('target_modules', targets),
    excludeModules: names('exclude_modules', get('exclude_modules') ?? []),
    layersToTransform: layerNumbers(get('layers_to_transform')),
    layersPattern: [names('layers_pattern', get('layers_pattern') ?? [])]
      .flat()
      .filter((name) => name !== ''),
    rank: rankOf('r', get('r') ?? 8),
    alpha: alphaOf('lora_alpha', get('lora_alpha') ?? 8),
    rankPattern: pattern('rank_pattern', get('rank_pattern'), rankOf),
    alphaPattern: pattern('alpha_pattern', get('alpha_pattern'), alphaOf),
    rsLora: get('use_rslora') === true,
    dora: get('use_dora') === true,
    modulesToSave: [names('modules_to_save', get('modules_to_save') ?? [])].flat(),
    classifies: task === 'SEQ_CLS',
  };
}

function names(field: string, value: unknown): readonly string[] | string {
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (!isList || value.length > MOST_NAMES)
    throw refuse(`has ${field} ${show(value)}`, 'It must be a list of module names, or one text.');
  return value as string[];
}

function layerNumbers(value: unknown): readonly number[] | null {
  const list = typeof value === 'number' ? [value] : (value ?? []);
  if (!Array.isArray(list) || !list.every((layer) => Number.isSafeInteger(layer) && layer >= 0))
    throw refuse(`has layers_to_transform ${show(value)}`, 'It must be a list of layer numbers from 0.');
  return list.length === 0 ? null : (list as number[]);
}

function rankOf(field: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > LARGEST_RANK)
    throw refuse(`has ${field} ${show(value)}`, `A rank is a whole number from 1 to ${LARGEST_RANK}.`);
  return value as number;
}

function alphaOf(field: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw refuse(`has ${field} ${show(value)}`, 'Alpha is a number above 0.');
  return value;
}

function pattern(
  field: string,
  value: unknown,
  read: (field: string, value: unknown) => number,
): Readonly<Record<string, number>> {
  if (value === null) return {};
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : null;
  if (!entries || entries.length > MOST_NAMES)
    throw refuse(`has ${field} ${show(value)}`, 'It must be an object of numbers by module name.');
  return Object.fromEntries(
    entries.map(([name, number]) => [name, read(`${field}["${name.slice(0, 60)}"]`, number)]),
  );
}
