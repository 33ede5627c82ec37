/** @file Where a trial ran, as results files have it: in a browser by the lab itself, or by PyTorch on some machine. */
import * as v from 'valibot';
import { about, object, oneOf, type Output, text, truth } from '../base/schema';

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
/** Which compute backend of tfjs ran the trial. `webgpu` uses the lab's own kernels. */
export type BackendName = (typeof BACKENDS)[number];

/** A backend of the lab, or PyTorch, which trains experiments on other machines. */
export const ALL_BACKENDS = [...BACKENDS, 'pytorch'] as const;
export type AnyBackend = (typeof ALL_BACKENDS)[number];

/** The ways in which products of half floats are computed, the fastest first. */
export const MIXED_PATH_NAMES = ['matrix', 'arithmetic', 'storage'] as const;
export type MixedPathName = (typeof MIXED_PATH_NAMES)[number];

const VersionsSchema = object({
  python: about(text, 'of Python'),
  torch: about(text, 'of PyTorch'),
  transformers: v.exactOptional(about(text, 'of Transformers')),
  peft: v.exactOptional(about(text, 'of PEFT')),
});

export const EnvironmentSchema = v.pipe(
  object({
    backend: about(
      oneOf(ALL_BACKENDS),
      'what computed; `"webgpu"` uses the lab’s own kernels, `"pytorch"` is `lora-lab-cluster` on some machine',
    ),
    device: about(
      text,
      'vendor, architecture and description of the adapter as WebGPU tells them, or the name of the CPU backend; of ' +
        'PyTorch the GPU’s name as CUDA tells it, or the processor’s',
    ),
    deviceName: v.exactOptional(
      about(
        text,
        'the device by the name that people know, as whoever recorded a run has given it: browsers do not tell it; ' +
          'only in recorded runs',
      ),
    ),
    software: about(truth, '`true` for WebGPU on a software adapter, e.g. SwiftShader'),
    mixedPath: v.exactOptional(
      about(
        oneOf(MIXED_PATH_NAMES),
        'how this device computes in mixed precision: on matrix units, with half-float arithmetic, or in float32 with ' +
          'half-float storage only; missing without WebGPU',
      ),
    ),
    userAgent: about(text, 'the browser’s; of PyTorch the program that ran it, with its version'),
    labVersion: about(text, 'of package.json: the lab’s whose experiments and files the program knows'),
    versions: v.exactOptional(
      about(VersionsSchema, 'versions of what PyTorch ran with; missing for the lab’s own backends'),
    ),
    node: v.exactOptional(
      about(text, 'name of the machine in its cluster; missing for the lab’s own backends'),
    ),
  }),
  v.title('Environment'),
);
export type Environment = Output<typeof EnvironmentSchema>;
