/** @file How the page and its worker are built and served. */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };
import opening from './app/ui/opening.json' with { type: 'json' };
import { contentPolicy } from './tools/build/contentPolicy.mjs';
import { importedBy } from './tools/build/importedBy.mjs';
import { offline } from './tools/build/offline.mjs';
import { shell } from './tools/build/shell.mjs';
import { withoutDescriptions } from './tools/build/withoutDescriptions.mjs';

const pathTo = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The parts that app/firstParts.ts fetches while the page has nothing else to do. */
const LATER_PARTS = [
  'app/lessons/LessonPanel.tsx',
  'app/ui/PopupPanel.tsx',
  'app/ui/MenuPanel.tsx',
  'app/ui/ExplanationLayer.tsx',
  'app/ui/RangeSlider.tsx',
  'app/run/SettingsPanel.tsx',
  'app/scenario/TrainingFields.tsx',
  'app/scenario/JudgingFields.tsx',
  'app/scenario/OwnMemoryFields.tsx',
  'app/scenario/OwnVariantFields.tsx',
  'app/sources/ModelPicker.tsx',
  'app/sources/DataPicker.tsx',
];

export default defineConfig({
  // With relative addresses the built folder works at any path of any server.
  base: './',
  // A missing model file must be a 404, not the page's HTML with status 200.
  appType: 'mpa',
  plugins: [
    withoutDescriptions(),
    react(),
    shell(opening, ['libraries', 'laboratory', 'store', 'page']),
    contentPolicy(),
    offline(),
  ],
  resolve: {
    alias: [
      // Only the tokenizers are used; the package's entry would bring its pipelines and image code along.
      { find: /^@xenova\/transformers$/, replacement: '@xenova/transformers/src/tokenizers.js' },
      { find: /^@tensorflow\/tfjs$/, replacement: pathTo('tools/build/tfjs.mjs') },
      { find: /^onnxruntime-(web|node)$/, replacement: pathTo('tools/build/onnxruntimeStub.mjs') },
      // The package would add <style> elements, which the page's policy refuses.
      { find: /^react-style-singleton$/, replacement: pathTo('app/ui/styleSingleton.ts') },
    ],
  },
  define: { __LAB_VERSION__: JSON.stringify(packageJson.version) },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2022',
    // The large chunk is tfjs in the worker, which loads beside the page, not before it.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: { index: pathTo('index.html'), page: pathTo('app/page.tsx') },
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // What the page needs from the beginning is four files, which compress better than fifty small ones. Each is
            // evaluated in a task of its own, see app/main.tsx.
            {
              name: 'start',
              tags: ['$initial'],
              test: /\/app\/(main\.tsx|ui\/(painting|type)\.ts)$/,
              priority: 6,
            },
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 5 },
            { name: 'laboratory', tags: ['$initial'], test: /\/(src|workers)\//, priority: 4 },
            { name: 'store', tags: ['$initial'], test: /\/app\/store\//, priority: 4 },
            { name: 'page', tags: ['$initial'], test: /\/app\//, priority: 3 },
            // What comes a moment later are two files, since each request takes the page about three milliseconds.
            { name: importedBy('results', [pathTo('app/results/Results.tsx')]), priority: 2 },
            { name: importedBy('forms', LATER_PARTS.map(pathTo)), priority: 1 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173 },
});
