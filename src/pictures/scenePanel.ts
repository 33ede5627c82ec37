/** @file A drawing of the anatomy as SVG: its shapes as they are, with the colours of the paper. */
import { SERIF } from '../fonts/families';
import { arrowHead, type Scene, type SceneSize, type Shape } from '../figures/anatomy/scene';
import type { Figure } from '../figures/figure';
import { colorOf, type Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { el, number, type Element } from './svg';

export interface DrawnScene {
  readonly figure: Figure;
  readonly draw: (size: SceneSize) => Scene;
}

const HEIGHT = 250;
/** The size that the other sizes of text follow from. */
const EM = 18;

export function scenePanel({ figure, draw }: DrawnScene, { width, theme }: PanelSize): Panel {
  const { title, caption, description } = figure;
  const { shapes } = draw({ width, height: HEIGHT, em: EM });
  return {
    title,
    caption,
    description,
    height: HEIGHT,
    content: shapes.flatMap((shape) => drawn(shape, theme)),
  };
}

function drawn(shape: Shape, theme: Theme): Element[] {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, fill, stroke, strokeWidth, dashed, radius, opacity, title } = shape;
      const attributes = {
        ...{ x, y, width, height, rx: radius, opacity },
        fill: fill === null ? 'none' : colorOf(fill, theme),
        stroke: stroke && colorOf(stroke, theme),
        'stroke-width': stroke && (strokeWidth ?? 1),
        'stroke-dasharray': dashed ? '3 2' : undefined,
      };
      return [el('rect', attributes, ...(title === undefined ? [] : [el('title', {}, title)]))];
    }
    case 'line': {
      const color = colorOf(shape.stroke, theme);
      const pairs = (points: readonly (readonly [number, number])[]): string =>
        points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
      const attributes = {
        ...{ points: pairs(shape.points), fill: 'none', stroke: color, 'stroke-width': shape.width },
        'stroke-dasharray': shape.dashed ? '4 3' : undefined,
      };
      const head = shape.arrow ? [el('polygon', { points: pairs(arrowHead(shape)), fill: color })] : [];
      return [el('polyline', attributes), ...head];
    }
    case 'words': {
      const { x, y, text, size, fill, anchor, bold, serif, italic } = shape;
      const attributes = {
        ...{ x, y, 'font-size': size, fill: colorOf(fill, theme) },
        'text-anchor': anchor === 'start' ? undefined : anchor,
        'font-weight': bold ? 600 : undefined,
        'font-style': italic ? 'italic' : undefined,
        'font-family': serif ? SERIF : undefined,
      };
      return [el('text', attributes, text)];
    }
  }
}
