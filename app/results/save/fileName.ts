/** @file Names that say what a file is: `lora-lab-accuracy-roberta-mini-2026-11-24.svg`. */
import { fileStem } from '../../ui/download';

/** @param model its id; what a file's name cannot carry of it becomes a hyphen */
export function fileName(what: string, model: string, date: Date, extension: string): string {
  return `lora-lab-${what}-${fileStem(model)}-${date.toISOString().slice(0, 10)}.${extension}`;
}
