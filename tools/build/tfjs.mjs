/**
 * @file Stands for @tensorflow/tfjs in the bundle: its core and its plain JavaScript backend. The package's own entry also
 * brings the layers, the converter, the readers of data and WebGL, which are half of the trainer's script and never called.
 */
import '@tensorflow/tfjs-backend-cpu';

export * from '@tensorflow/tfjs-core';
