/** @file The script's model: where it comes from, and what of it trains. */
import { COMPONENTS, hasModule, moduleCount, moduleSet, type Component } from '../architecture/modules';
import type { Architecture } from '../architecture/config';
import { moduleName } from '../architecture/names';
import { type LoraScenario, type Scenario, trainingOf } from '../experiment/experiment';
import { rankOf, tidyRanks, type RankedModules } from '../experiment/ranks';
import { HEAD_MODULES } from '../interop/architecture';
import { type SourceRef, parseSourceRef } from '../sources/sourceRef';
import { inComment, pythonBool, pythonList, pythonNumber, pythonText } from './literals';
import type { ScriptOf } from './scriptOf';

/** Files of the lab's own model, which `from_pretrained` wants in a folder. */
const MODEL_FILES = [
  'config.json',
  'model.safetensors',
  'special_tokens_map.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

export function modelConstants({ experiment }: ScriptOf): string[] {
  const ref = parseSourceRef('model', experiment.model);
  return ref?.kind === 'embedded' ? embedded(ref.name) : modelOf(ref, experiment.model);
}

function modelOf(ref: SourceRef | null, id: string): string[] {
  if (ref?.kind === 'hub') {
    const revision =
      ref.revision === null ? 'None  # a commit here pins the model' : pythonText(ref.revision);
    return [`MODEL, REVISION = ${pythonText(ref.repository)}, ${revision}`];
  }
  const folder = pythonText(`./${ref?.kind === 'local' ? ref.name : id}`);
  return [`MODEL, REVISION = ${folder}, None  # the folder with config.json, the weights and the tokenizer`];
}

const embedded = (name: string): string[] => [
  `MODEL, REVISION = ${pythonText(name)}, None  # the lab’s own model, fetched as said above`,
];

/** How to fetch the lab's own model; empty for others, which Transformers or the person fetches. */
export function fetchingModel({ experiment, labAddress }: ScriptOf): string[] {
  const ref = parseSourceRef('model', experiment.model);
  if (ref?.kind !== 'embedded') return [];
  const folder = inComment(`${labAddress}models/${ref.name}/`);
  return [`wget -P ${ref.name} ${folder}{${MODEL_FILES.join(',')}}`];
}

/** Whether bitsandbytes keeps the frozen matrices of the scenario's script in four bits. */
export function quantises({ experiment, scenario }: ScriptOf): boolean {
  return scenario.method !== 'full' && trainingOf(experiment.training, scenario).basePrecision === 'nf4';
}

/** Four bits as the lab's: bitsandbytes would quantise the head as well. */
const quantisation = (architecture: Architecture): string[] => [
  '    nf4 = dict(bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=torch.float32)',
  `    nf4 = BitsAndBytesConfig(load_in_4bit=True, llm_int8_skip_modules=${pythonList(HEAD_MODULES[architecture].map(pythonText))}, **nf4)`,
];

/** The function that makes the model as it is before a trial. */
export function modelFunction(of: ScriptOf): string[] {
  const { experiment, scenario, architecture } = of;
  const { dropout, checkpointing, basePrecision, precision } = trainingOf(experiment.training, scenario);
  const rates = [
    `hidden_dropout_prob=${pythonNumber(dropout.hidden)}`,
    `attention_probs_dropout_prob=${pythonNumber(dropout.attention)}`,
    `classifier_dropout=${pythonNumber(dropout.classifier)}`,
  ];
  return [
    'def make_model():',
    `    dropout = dict(${rates.join(', ')})`,
    ...(quantises(of) ? quantisation(architecture) : []),
    '    model = AutoModelForSequenceClassification.from_pretrained(',
    `        MODEL, revision=REVISION, num_labels=len(CLASSES), dtype=torch.float32, ${quantises(of) ? 'quantization_config=nf4, ' : ''}**dropout`,
    '    )',
    '    for name, parameter in model.named_parameters():  # the lab’s head begins at random',
    `        if name.startswith((${headPrefixes(architecture)})):`,
    '            torch.nn.init.zeros_(parameter) if parameter.ndim == 1 else torch.nn.init.normal_(parameter, std=0.02)',
    ...(checkpointing
      ? ['    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})']
      : []),
    ...(basePrecision === 'f32' || quantises(of) || scenario.method === 'full'
      ? []
      : [`    # The lab kept the frozen matrices as ${basePrecision}; here they are float32.`]),
    ...(precision === 'mixed'
      ? [
          '    # The lab trained in mixed precision, which rounds elsewhere than autocast; here all is float32.',
        ]
      : []),
    ...trained(scenario, architecture, dropout.lora),
  ];
}

/** `startswith` wants a tuple, which a single name needs a comma for. */
const headPrefixes = (architecture: Architecture): string =>
  HEAD_MODULES[architecture].map((name) => `${pythonText(`${name}.`)},`).join(' ');

function trained(scenario: Scenario, architecture: Architecture, dropout: number): string[] {
  switch (scenario.method) {
    case 'full':
      return ['    return model'];
    case 'classifier': {
      return [
        '    for name, parameter in model.named_parameters():  # only the classifier head trains',
        `        parameter.requires_grad = name.startswith((${headPrefixes(architecture)}))`,
        ...(scenario.init === undefined
          ? []
          : [
              `    # The lab began with the head of the adapter ${inComment(scenario.init)}; here it is new.`,
            ]),
        '    return model',
      ];
    }
    case 'lora':
      return scenario.init === undefined ? lora(scenario, architecture, dropout) : startingAt(scenario.init);
  }
}

const startingAt = (init: string): string[] => [
  `    return PeftModel.from_pretrained(model, ${pythonText(`./${init.replace(/^local:/, '')}`)}, is_trainable=True)`,
];

const lora = (scenario: LoraScenario, architecture: Architecture, dropout: number): string[] => [
  ...loraConfig(scenario, architecture, dropout).map((line) => `    ${line}`),
  '    return get_peft_model(model, config)',
];

/** The configuration of a scenario's adapters as `config`; it needs `TARGETS`, and `RANKS` and `ALPHAS` where modules differ. */
export function loraConfig(scenario: LoraScenario, architecture: Architecture, dropout: number): string[] {
  const { rank, alpha, rsLora } = scenario;
  const saved = pythonList(HEAD_MODULES[architecture].map(pythonText));
  return [
    'config = LoraConfig(',
    `    task_type=TaskType.SEQ_CLS, r=${rank}, lora_alpha=${pythonNumber(alpha)}, use_rslora=${pythonBool(rsLora)},${scenario.dora ? ' use_dora=True,' : ''}`,
    `    lora_dropout=${pythonNumber(dropout)}, target_modules=TARGETS, modules_to_save=${saved},`,
    ...(scenario.pissa ? ['    init_lora_weights="pissa",'] : []),
    ...(tidyRanks(scenario).ranks ? ['    rank_pattern=RANKS, alpha_pattern=ALPHAS,'] : []),
    ')',
  ];
}

/** The adapted modules by layer, counted from 0 as Transformers does. */
export function targetConstants({
  scenario,
  architecture,
}: Pick<ScriptOf, 'scenario' | 'architecture'>): string[] {
  if (scenario.method !== 'lora' || scenario.init !== undefined) return [];
  const { ranks } = tidyRanks(scenario);
  if (ranks) return rankConstants(scenario, ranks, architecture);
  const rows = COMPONENTS.flatMap((component) => {
    const layers = scenario.modules.flatMap((own, layer) => (own.includes(component) ? [layer] : []));
    return layers.length === 0 ? [] : [`    ${pythonText(shortName(component))}: [${layers.join(', ')}],`];
  });
  return [
    'ADAPTED = {  # layers that carry an adapter, counted from 0, by module',
    ...rows,
    '}',
    `TARGETS = [f"${architecture}.encoder.layer.{layer}.{module}" for module, layers in ADAPTED.items() for layer in layers]`,
  ];
}

/** The adapted modules by rank, and the alphas that give all of them one scaling. */
function rankConstants(
  scenario: LoraScenario,
  ranks: readonly RankedModules[],
  architecture: Architecture,
): string[] {
  const { alpha, rank: usual, rsLora } = scenario;
  const others = moduleSet(
    scenario.modules.length,
    (layer, component) =>
      hasModule(scenario.modules, layer, component) && rankOf(scenario, layer - 1, component) === usual,
  );
  const all = [...ranks, ...(moduleCount(others) > 0 ? [{ rank: usual, modules: others }] : [])];
  const rows = all.map(({ rank, modules }) => {
    const own = COMPONENTS.flatMap((component) => {
      const layers = modules.flatMap((components, layer) => (components.includes(component) ? [layer] : []));
      return layers.length === 0 ? [] : [`${pythonText(shortName(component))}: [${layers.join(', ')}]`];
    });
    return `    ${rank}: {${own.join(', ')}},`;
  });
  const power = rsLora ? ' ** 0.5' : '';
  return [
    'RANKED = {  # layers that carry an adapter, counted from 0, by rank and module',
    ...rows,
    '}',
    'RANKS = {',
    `    f"${architecture}.encoder.layer.{layer}.{module}": rank`,
    '    for rank, modules in RANKED.items() for module, layers in modules.items() for layer in layers',
    '}',
    `ALPHAS = {name: ${pythonNumber(alpha)} * (rank / ${usual})${power} for name, rank in RANKS.items()}  # one scaling`,
    'TARGETS = list(RANKS)',
  ];
}

/** A module's name within its layer. */
const shortName = (component: Component): string => moduleName(0, component).replace('encoder.layer.0.', '');
