/** @file Names of saved files: `lora-lab-accuracy-roberta-mini-2026-11-24.svg`. */
import { fileStem } from '../../ui/download';

/** @param model the model's id; characters that a file name cannot have become hyphens */
export function fileName(what: string, model: string, date: Date, extension: string): string {
  return `lora-lab-${what}-${fileStem(model)}-${date.toISOString().slice(0, 10)}.${extension}`;
}
