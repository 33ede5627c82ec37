/** @file Builds the benchmark pages into dist-bench/, which any static server can serve. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  base: './',
  build: {
    target: 'esnext',
    outDir: path('../dist-bench'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: [
        'index.html',
        'gemm/index.html',
        'attention/index.html',
        'matrix/index.html',
        'step/index.html',
        'grow/index.html',
      ].map(path),
      checks: { pluginTimings: false },
    },
  },
});
