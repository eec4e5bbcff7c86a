import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// Loaded before the built main process: its import of Electron meets the stand-in.
const standIn = pathToFileURL(path.join(import.meta.dirname, 'standIn.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
