import { cp } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { recognitionData } from './shared/recognition.ts';

const repository = import.meta.dirname;
const inRepository = (...parts: string[]) => path.join(repository, ...parts);

/** Stay packages of their own: native parts, or files that they look up beside themselves. */
const keptOutside = ['electron', 'node-llama-cpp', '@napi-rs/canvas'];

const hostEntries = {
  main: inRepository('electron/main.ts'),
  headless: inRepository('electron/headless.ts'),
  engine: inRepository('electron/engine/process/main.ts'),
  parser: inRepository('electron/documents/parse/process/main.ts'),
  recogniser: inRepository('electron/documents/parse/recognise/thread/main.ts'),
};

export default defineConfig({
  root: inRepository('renderer'),
  // Relative, so that the same files are served by app:// and by the loopback host.
  base: './',
  publicDir: false,
  clearScreen: false,
  logLevel: 'warn',
  plugins: [react(), copyPdfFiles(), copyPdfDecoders(), copyRecognitionFiles(), parseLanguageData()],
  // Its presence makes `vite build` build every environment below.
  builder: {},
  environments: {
    client: {
      build: {
        outDir: inRepository('dist/renderer'),
        emptyOutDir: true,
        sourcemap: false,
        // Loaded from the disk, where one file is as good as ten.
        chunkSizeWarningLimit: 4_000,
        // The Content-Security-Policy allows no data: addresses.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        license: { fileName: 'licences.md' },
      },
    },
    host: {
      consumer: 'server',
      resolve: { noExternal: true, external: keptOutside, conditions: ['node', 'import', 'default'] },
      build: {
        outDir: inRepository('dist/host'),
        emptyOutDir: true,
        ssr: true,
        target: 'node24',
        minify: false,
        sourcemap: false,
        copyPublicDir: false,
        license: { fileName: 'licences.md' },
        rolldownOptions: {
          input: hostEntries,
          external: keptOutside,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: inRepository('dist/preload'),
        emptyOutDir: true,
        ssr: true,
        target: 'node24',
        minify: false,
        sourcemap: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: { preload: inRepository('electron/preload.ts') },
          external: ['electron'],
          // A sandboxed preload must be one CommonJS file.
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
});

/** Decoders of images in PDF files for the page, which may compile no WebAssembly: they are imported where one is met. */
function copyPdfDecoders(): Plugin {
  const files = [
    'jbig2_nowasm_fallback.js',
    'openjpeg_nowasm_fallback.js',
    'LICENSE_JBIG2',
    'LICENSE_OPENJPEG',
  ];
  return {
    name: 'sotto:copy-pdf-decoders',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    async closeBundle() {
      for (const file of files) {
        await cp(
          inRepository('node_modules/pdfjs-dist/wasm', file),
          inRepository('dist/renderer/pdfjs', file),
        );
      }
    },
  };
}

/** Character maps, fonts and decoders that pdf.js reads at run time. */
function copyPdfFiles(): Plugin {
  return {
    name: 'sotto:copy-pdf-files',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'host',
    async closeBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
        await cp(inRepository('node_modules/pdfjs-dist', folder), inRepository('dist/pdfjs', folder), {
          recursive: true,
        });
      }
    },
  };
}

/** Tesseract and the data of its languages: nothing of them is ever fetched. */
function copyRecognitionFiles(): Plugin {
  const core = inRepository('node_modules/tesseract.js-core/tesseract-core-simd');
  const target = (name: string) => inRepository('dist/recognition', name);
  return {
    name: 'sotto:copy-recognition-files',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'host',
    async closeBundle() {
      // CommonJS, which only its ending says here.
      await cp(`${core}.js`, target('core.cjs'));
      await cp(`${core}.wasm`, target('core.wasm'));
      await cp(inRepository('node_modules/tesseract.js-core/LICENSE'), target('LICENSE'));
      for (const code of recognitionData) {
        const file = `${code}.traineddata.gz`;
        await cp(inRepository('node_modules/@tesseract.js-data', code, '4.0.0_best_int', file), target(file));
      }
    },
  };
}

/**
 * The words' beginnings and ends by which eld tells languages: 50,000 properties, which V8 reads twice as fast from JSON
 * as from source text, and every parser process reads them. https://v8.dev/blog/cost-of-javascript-2019#json
 */
function parseLanguageData(): Plugin {
  const file = inRepository('node_modules/eld/src/ngrams/extrasmall.js');
  return {
    name: 'sotto:parse-language-data',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'host',
    async load(id) {
      if (path.normalize(id) !== file) return null;
      const { ngramsData }: { ngramsData: unknown } = await import(pathToFileURL(file).href);
      return `export const ngramsData = JSON.parse(${JSON.stringify(JSON.stringify(ngramsData))});`;
    },
  };
}
