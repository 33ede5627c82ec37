/** @file The plan that the dialog's choice asks for, as far as it is known. */
import { useEffect, useMemo, useState } from 'react';
import type { Footing } from '../../src/footing/footing';
import type { Experiment } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { planFooting, type PlannedFooting } from './planFooting';

interface Asked {
  readonly footing: Footing;
  readonly reference: number;
  readonly experiment: Experiment;
  /** How far the data set and the device are known, and how many trials have run: times depend on them. */
  readonly known: string;
}

/** What came of the latest request: a plan, or why there is none. */
type Answer = { readonly asked: Asked } & (
  { readonly planned: PlannedFooting } | { readonly problem: string }
);

export interface FootingAnswer {
  /** Null while it is being worked out, and where that is not possible. */
  readonly planned: PlannedFooting | null;
  readonly problem: string | null;
}

/** @param isIdle whether nothing runs: the worker plans memory between runs only */
export function useFootingPlan(footing: Footing, reference: number, isIdle: boolean): FootingAnswer {
  const experiment = useLab((lab) => lab.experiment);
  const known = useLab(({ records, inspection, environment, modelConfig }) =>
    [Object.keys(records).length, inspection?.rows.train, environment?.device, modelConfig?.layers].join(),
  );
  const asked = useMemo(
    (): Asked => ({ footing, reference, experiment, known }),
    [footing, reference, experiment, known],
  );
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (!isIdle) return;
    let isLeft = false;
    planFooting(footing, reference).then(
      (planned) => !isLeft && setAnswer({ asked, planned }),
      (error: unknown) => !isLeft && setAnswer({ asked, problem: (error as Error).message }),
    );
    return () => {
      isLeft = true;
    };
  }, [asked, footing, reference, isIdle]);
  if (answer?.asked !== asked) return { planned: null, problem: null };
  return 'planned' in answer
    ? { planned: answer.planned, problem: null }
    : { planned: null, problem: answer.problem };
}
