/**
 * @file Refuses fields of adapter_config.json by name if they change the base model or the computation, unless they are
 * off.
 */
import { shownName } from '../../base/shown';
import { refuse, show } from './configRefusal';

/** Fields whose mathematics the engine does not implement. */
const NOT_COMPUTED: readonly (readonly [field: string, what: string])[] = [
  ['use_qalora', 'QALoRA'],
  ['use_bdlora', 'BD-LoRA'],
  ['lora_bias', 'adapters with a bias of their own'],
  ['fan_in_fan_out', 'transposed weights'],
  ['layer_replication', 'replicated layers'],
  ['trainable_token_indices', 'trained tokens'],
  ['target_parameters', 'adapters on bare parameters'],
  ['alora_invocation_tokens', 'activated LoRA'],
  ['arrow_config', 'Arrow routing'],
  ['monteclora_config', 'MonteCLoRA'],
  ['kasa_config', 'KaSA'],
  ['velora_config', 'VeLoRA'],
  ['megatron_config', 'Megatron’s parallel layers'],
];

/** Fields that adapterConfig.ts reads, or that are checked below. */
const READ: readonly string[] = [
  'peft_type',
  'task_type',
  'bias',
  'init_lora_weights',
  'r',
  'lora_alpha',
  'use_rslora',
  'use_dora',
  'rank_pattern',
  'alpha_pattern',
  'target_modules',
  'exclude_modules',
  'layers_to_transform',
  'layers_pattern',
  'modules_to_save',
];

/**
 * Fields that change nothing about an adapter once it is saved. The settings of an initialization count only together
 * with init_lora_weights, which is checked; the others describe training, PEFT itself or the base model's location.
 */
const HARMLESS: readonly string[] = [
  'auto_mapping',
  'peft_version',
  'base_model_name_or_path',
  'revision',
  'inference_mode',
  'lora_dropout',
  'megatron_core',
  'qalora_group_size',
  'runtime_config',
  'ensure_weight_tying',
  'loftq_config',
  'eva_config',
  'corda_config',
  'lora_ga_config',
];

const KNOWN: ReadonlySet<string> = new Set([...NOT_COMPUTED.map(([field]) => field), ...READ, ...HARMLESS]);

/** Initializations that leave the base model as it is, so that the saved A and B say everything. */
const BASE_UNCHANGED: ReadonlySet<unknown> = new Set([
  null,
  true,
  false,
  'gaussian',
  'eva',
  'orthogonal',
  'mica',
]);

/** @throws LabError naming the first field that the lab cannot honour, or does not know */
export function refuseUnsupported(fields: Readonly<Record<string, unknown>>): void {
  const get = (name: string): unknown => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null);
  const bias = get('bias');
  if (bias !== null && bias !== 'none')
    throw refuse(
      `says bias ${show(bias)}`,
      'The lab trains no biases beside LoRA: use an adapter that was trained with bias "none".',
    );
  const init = get('init_lora_weights');
  if (!BASE_UNCHANGED.has(typeof init === 'string' ? init.toLowerCase() : init))
    throw refuse(
      `says init_lora_weights ${show(init)}, which changes the base model’s weights`,
      'Save it as a plain LoRA adapter: keep the untrained adapter in a folder, and call save_pretrained with path_initial_model_for_weight_conversion set to that folder.',
    );
  for (const [field, what] of NOT_COMPUTED)
    if (!isOff(get(field)))
      throw refuse(
        `has ${field} ${show(get(field))}`,
        `The lab does not compute ${what}: use an adapter that was trained without.`,
      );
  for (const [field, value] of Object.entries(fields))
    if (!KNOWN.has(field) && !isOff(value))
      throw refuse(
        `has the field ${shownName(field)} with the value ${show(value)}, which the lab does not know`,
        'Remove the field if it changes nothing about the adapter’s outputs; else train the adapter without it.',
      );
}

/** Whether a field is absent, or has a value that turns nothing on. */
function isOff(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
