/** @file Buttons that save what a trial trained, as a PEFT adapter or as a whole model. */
import { useState } from 'react';
import { describeError } from '../../../src/base/errors';
import type { TrialRecord } from '../../../src/results/results';
import { useLab } from '../../store/lab';
import { downloadFile, downloadZip, fileStem } from '../../ui/download';
import { Explained } from '../../ui/Explained';

export interface SaveTrialProps {
  readonly trialKey: string;
  readonly record: TrialRecord;
}

export function SaveTrial({ trialKey, record }: SaveTrialProps) {
  const usable = useLab((lab) => lab.usable[record.id]);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (record.status !== 'done') return null;
  if (usable !== true) return <span className="quiet">{usable === false ? 'not kept' : '–'}</span>;

  const save = async (what: 'adapter' | 'model'): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const files = await useLab.getState().exportTrial({ key: trialKey, id: record.id }, what);
      const stem = `${fileStem(record.scenario.name)}-seed${record.seed}`;
      if (what === 'adapter') await downloadZip(stem, files);
      else for (const { name, blob } of files) downloadFile(name, blob);
    } catch (error) {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    } finally {
      setBusy(false);
    }
  };

  return (
    <span className="save-trial">
      {record.scenario.method !== 'full' && (
        <Explained text="A zip of adapter_config.json and adapter_model.safetensors, for PeftModel.from_pretrained.">
          <button
            type="button"
            className="chip"
            disabled={busy || running}
            onClick={() => void save('adapter')}
          >
            Adapter
          </button>
        </Explained>
      )}
      <Explained text="config.json and model.safetensors with everything merged, for AutoModelForSequenceClassification.">
        <button type="button" className="chip" disabled={busy || running} onClick={() => void save('model')}>
          Model
        </button>
      </Explained>
      {problem && <span className="trial-message">{problem}</span>}
    </span>
  );
}
