/** @file The script's training: optimizer, schedule, steps and evaluation, as docs/method.md has them. */
import { rateOfB, type Scenario, trainingOf } from '../experiment/experiment';
import { pythonBool, pythonNumber, pythonNumberOrNone } from './literals';
import type { ScriptOf } from './scriptOf';

const SCHEDULES = { linear: 'linear', cosine: 'cosine', constant: 'constant_with_warmup' } as const;

export function trainingConstants({ experiment, scenario }: ScriptOf): string[] {
  const training = trainingOf(experiment.training, scenario);
  const { duration, batchSize, maxLength, learningRate, schedule, warmup, weightDecay } = training;
  const [epochs, steps] = duration.unit === 'epochs' ? [duration.count, null] : [null, duration.count];
  return [
    `EPOCHS, STEPS = ${pythonNumberOrNone(epochs)}, ${pythonNumberOrNone(steps)}  # one of them`,
    `EVALUATE_EVERY = ${pythonNumberOrNone(training.evaluateEvery)}  # steps; None measures after each pass`,
    `BATCH_SIZE, MAX_LENGTH = ${batchSize}, ${maxLength}`,
    `LEARNING_RATE, SCHEDULE, WARMUP = ${pythonNumber(learningRate)}, "${SCHEDULES[schedule]}", ${pythonNumber(warmup)}`,
    ...(rateOfB(scenario) === 1
      ? []
      : [`RATE_OF_B = ${pythonNumber(rateOfB(scenario))}  # LoRA+, in multiples of A’s`]),
    `WEIGHT_DECAY = ${pythonNumber(weightDecay)}`,
    `SEEDS = range(${experiment.firstSeed}, ${experiment.firstSeed + experiment.trials})`,
  ];
}

export const measureFunction: readonly string[] = [
  '@torch.no_grad()',
  'def accuracy(model):',
  '    model.eval()',
  '    hits = 0',
  '    for batch in DataLoader(measured, 4 * BATCH_SIZE, collate_fn=collate):',
  '        hits += (model(**batch.to(device)).logits.argmax(-1) == batch["labels"]).sum().item()',
  '    model.train()',
  '    return hits / len(measured)',
];

const ADAM_W = 'betas=(0.9, 0.98), eps=1e-6';

const GROUPS: readonly string[] = [
  '    matrices = {"params": [each for each in trained if each.ndim > 1], "weight_decay": WEIGHT_DECAY}',
  '    vectors = {"params": [each for each in trained if each.ndim == 1], "weight_decay": 0.0}  # biases and LayerNorm',
];
/** DoRA's magnitudes are vectors and decay nevertheless. */
const DORA_GROUPS: readonly string[] = [
  '    vectors = {"params": [each for key, each in model.named_parameters() if key.endswith("bias")], "weight_decay": 0}',
  '    matrices = {"params": list(set(trained) - set(vectors["params"])), "weight_decay": WEIGHT_DECAY}  # and magnitudes',
];

/** The optimizer: Transformers' groups, or those that PEFT makes for LoRA+. */
const optimizer = (scenario: Scenario): string[] =>
  rateOfB(scenario) === 1
    ? [
        ...(scenario.method === 'lora' && scenario.dora ? DORA_GROUPS : GROUPS),
        `    optimizer = torch.optim.AdamW([matrices, vectors], lr=LEARNING_RATE, ${ADAM_W})`,
      ]
    : [
        '    loraplus = dict(loraplus_lr_ratio=RATE_OF_B, loraplus_weight_decay=WEIGHT_DECAY)  # biases learn as fast as B',
        `    adam = dict(${ADAM_W})`,
        '    optimizer = create_loraplus_optimizer(model, torch.optim.AdamW, lr=LEARNING_RATE, **loraplus, **adam)',
      ];

export const trainFunction = ({ experiment: { training }, scenario }: ScriptOf): string[] => [
  'def train_trial(seed):',
  '    set_seed(seed)  # not the lab’s random numbers: trials of a seed differ, and means agree',
  '    model = make_model().to(device)',
  '    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]',
  '    print(f"trainable parameters: {sum(parameter.numel() for parameter in trained)}")',
  ...(training.rowChoice === 'per-seed' ? ['    rows = prepare(train, TRAINING_ROWS, seed)'] : []),
  `    batches = DataLoader(rows, BATCH_SIZE, shuffle=${pythonBool(training.shuffle)}, collate_fn=collate)`,
  '    steps = EPOCHS * len(batches) if STEPS is None else STEPS',
  ...optimizer(scenario),
  '    schedule = get_scheduler(SCHEDULE, optimizer, math.ceil(WARMUP * steps), steps)',
  '    model.train()',
  '    for step, batch in enumerate(islice(chain.from_iterable(repeat(batches)), steps), start=1):',
  '        loss = model(**batch.to(device)).loss',
  '        loss.backward()',
  ...(training.gradientClip > 0
    ? [`        torch.nn.utils.clip_grad_norm_(trained, ${pythonNumber(training.gradientClip)})`]
    : []),
  '        optimizer.step()',
  '        schedule.step()',
  '        optimizer.zero_grad()',
  '        if step % (EVALUATE_EVERY or len(batches)) == 0 and step < steps:',
  '            print(f"seed {seed}, step {step}: loss {loss.item():.4f}, accuracy {accuracy(model):.4f}")',
  '    return accuracy(model)',
];
