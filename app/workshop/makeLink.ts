/** @file The address that a workshop's maker hands out. */
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/experiment';
import type { Together } from '../../src/experiment/together';
import { lessonById } from '../../src/lessons';
import { encodeAddress } from '../../src/address/pageAddress';
import type { Workshop } from '../../src/workshop/workshop';
import { encodeWorkshop } from '../../src/address/workshopPart';

export interface LinkedPage {
  readonly experiment: Experiment;
  /** The id of the open lesson. */
  readonly lesson: string | null;
  readonly projector: boolean;
  readonly together: Together;
}

/** If each device takes seeds of its own, the present first seed is left out of the link. */
export function workshopLink(
  draft: Workshop,
  { experiment, lesson: id, projector, together }: LinkedPage,
): string {
  const lesson = lessonById(id);
  const { firstSeed } = lesson?.experiment ?? DEFAULT_EXPERIMENT;
  const workshop = {
    ...draft,
    title: tidy(draft.title),
    intro: tidy(draft.intro),
    introFile: tidy(draft.introFile),
  };
  const fragment = encodeAddress(
    {
      lesson,
      experiment: workshop.ownSeeds ? { ...experiment, firstSeed } : experiment,
      workshop: encodeWorkshop(workshop) === '' ? null : workshop,
      ...{ projector, together },
      results: null,
    },
    () => firstSeed,
  );
  return new URL(`#${fragment}`, location.href).href;
}

const tidy = (text: string | null): string | null => text?.trim() || null;
