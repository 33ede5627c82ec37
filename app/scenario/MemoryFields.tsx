/** @file Settings that save memory on the device: gradient checkpointing, frozen weights in fewer bits, mixed precision. */
import type { Hyperparameters } from '../../src/experiment/experiment';
import { BASE_PRECISIONS, TRAINING_PRECISIONS } from '../../src/experiment/address/rules';
import { useLab } from '../store/lab';
import { CheckField } from '../ui/CheckField';
import { Choice } from '../ui/Choice';
import { MIXED_PATHS, PRECISION_NAMES, TRAINING_PRECISION_NAMES } from './names';

const PRECISIONS = BASE_PRECISIONS.map((value) => ({ value, label: PRECISION_NAMES[value] }));

const COMPUTED = TRAINING_PRECISIONS.map((value) => ({ value, label: TRAINING_PRECISION_NAMES[value] }));

export function MemoryFields() {
  const path = useLab((lab) => lab.environment?.mixedPath);
  const experiment = useLab((lab) => lab.experiment);
  const { edit } = useLab.getState();
  const { training } = experiment;
  const change = (changed: Partial<Hyperparameters>): void =>
    edit({ ...experiment, training: { ...training, ...changed } });

  return (
    <div className="memory-fields">
      <CheckField
        label="Gradient checkpointing"
        hint="Keeps only each layer’s input and computes the rest again in the backward pass: less memory, about a third more time, the same losses."
        checked={training.checkpointing}
        onChange={(checkpointing) => change({ checkpointing })}
      />
      <Choice
        label="Base precision"
        hint="The encoder’s frozen weight matrices in fewer bits: rounded, and on WebGPU smaller in memory. NF4 is QLoRA’s four-bit format, an eighth of Float32. Full fine-tuning trains them, so it always uses float32. Measured on the embedded model, LoRA r=8, five seeds: Float16 changes no trial, Int8 moves single trials by up to 1.5 points and their mean by 0.4, NF4 by up to 0.9 and 0.1, a wash."
        options={PRECISIONS}
        value={training.basePrecision}
        onChange={(basePrecision) => change({ basePrecision })}
      />
      <Choice
        label="Precision"
        hint={`Mixed keeps frozen matrices and what the backward pass needs as half floats and multiplies those; sums, LayerNorm, softmax, loss, adapters and AdamW stay Float32. Ten seeds’ mean accuracy stays within half a standard deviation of Float32’s, on two models. ${path ? MIXED_PATHS[path] : 'Without WebGPU only the frozen matrices are rounded.'}`}
        options={COMPUTED}
        value={training.precision}
        onChange={(precision) => change({ precision })}
      />
    </div>
  );
}
