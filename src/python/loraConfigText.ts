/** @file PEFT's configuration of a scenario's adapters, to paste. */
import type { Architecture } from '../architecture/config';
import type { Scenario } from '../experiment/experiment';
import { loraConfig, targetConstants } from './modelPart';

/** @param dropout that of the adapters. @returns null for a scenario without adapters of its own making */
export function loraConfigText(
  scenario: Scenario,
  architecture: Architecture,
  dropout: number,
): string | null {
  if (scenario.method !== 'lora' || scenario.init !== undefined) return null;
  return [
    'from peft import LoraConfig, TaskType',
    '',
    ...targetConstants({ scenario, architecture }),
    ...loraConfig(scenario, architecture, dropout),
  ].join('\n');
}
