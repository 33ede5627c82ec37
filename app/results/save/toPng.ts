/** @file Converts an SVG picture to PNG, at two pixels for each of its units. */
import { LabError } from '../../../src/base/errors';
import type { Picture } from '../../../src/pictures';

const SCALE = 2;
/**
 * The largest side of a canvas, in pixels, that browsers support reliably. A larger picture is drawn at a lower
 * resolution.
 */
const MOST_SIDE = 8192;

/** @throws LabError if the browser cannot draw the picture */
export async function toPng({ svg, width, height }: Picture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode().catch(() => {
      throw failed();
    });
    const scale = Math.min(SCALE, MOST_SIDE / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw failed();
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

const failed = (): LabError =>
  new LabError('The browser could not draw the picture as PNG.', 'Save it as SVG instead.');
