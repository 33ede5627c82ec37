/** @file When the parts are fetched that are not in the first script. */
import { Results } from './App';
import { LessonPanel } from './lessons/OpenLesson';
import { SettingsPanel } from './run/RunSettings';
import { OwnMemoryFields, OwnVariantFields } from './scenario/AdapterFields';
import { JudgingFields } from './scenario/JudgingPanel';
import { TrainingFields } from './scenario/TrainingPanel';
import { DataPicker, ModelPicker } from './sources/Sources';
import { useLab } from './store/lab';
import { fetchWhenIdle } from './ui/loadable';
import { MenuPanel } from './ui/Menu';
import { PopupPanel } from './ui/Popup';

/** Resolves when what stands above other parts has come or has failed, so that it moves nothing when it appears. */
export async function firstParts(): Promise<void> {
  // They stand below everything else, so the first rendering does not wait for them.
  void Results.load().catch(() => undefined);
  if (useLab.getState().lesson !== null) await LessonPanel.load().catch(() => undefined);
}

export function fetchLaterParts(): void {
  fetchWhenIdle([
    Results,
    LessonPanel,
    PopupPanel,
    MenuPanel,
    SettingsPanel,
    TrainingFields,
    JudgingFields,
    ModelPicker,
    DataPicker,
    OwnMemoryFields,
    OwnVariantFields,
  ]);
}
