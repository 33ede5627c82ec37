/** @file The scenarios' choices as SVG: small module grids side by side, as many in a row as fit. */
import type { Choice, ChoicesFigure } from '../figures/choices/choicesFigure';
import type { Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { wrapped } from './textFit';

const GAP = 20;
const LINE = 14;

export function choicesPanel(figure: ChoicesFigure, { width, theme }: PanelSize): Panel {
  const { choices, box, title, caption, description } = figure;
  const across = Math.max(1, Math.floor((width + GAP) / (box.width + GAP)));
  const noteLines = Math.max(1, ...choices.map(({ note }) => noteOf(note, box.width).length));
  const step = box.height + (2 + noteLines) * LINE + 18;
  return {
    ...{ title, caption, description },
    content: choices.map((choice, i) =>
      movedBy(
        (i % across) * (box.width + GAP),
        Math.floor(i / across) * step,
        choiceOf(choice, figure, theme),
      ),
    ),
    height: Math.ceil(choices.length / across) * step - 12,
  };
}

/** The note's lines. */
function noteOf(note: string, width: number): readonly string[] {
  return wrapped(note, width, 10.5, 2);
}

function choiceOf({ scenario, note, rects }: Choice, { box }: ChoicesFigure, theme: Theme): Element[] {
  const name = wrapped(scenario.name, box.width, 11, 2, true);
  return [
    ...rects.map(({ on, ...place }) =>
      el('rect', { ...place, class: on ? 'on' : 'off', fill: on ? scenario.color : theme.line }),
    ),
    ...name.map((line, i) =>
      words(0, box.height + 14 + LINE * i, line, { size: 11, fill: theme.ink, bold: true }),
    ),
    ...noteOf(note, box.width).map((line, i) =>
      words(0, box.height + 14 + LINE * (name.length + i), line, { size: 10.5, fill: theme.quiet }),
    ),
  ];
}
