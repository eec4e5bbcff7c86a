import { createRequire } from 'node:module';
import { downloadArtifact } from '@electron/get';
import { z } from 'zod';

// A process of its own, so that a download that stalls can be ended by ending it. Fills the cache that Electron's own
// installer reads from, and tells its parent that bytes still come.
const require = createRequire(import.meta.url);
const { version } = z.object({ version: z.string() }).parse(require('electron/package.json'));
const checksums = z.record(z.string(), z.string()).parse(require('electron/checksums.json'));

await downloadArtifact({
  version,
  artifactName: 'electron',
  platform: process.platform,
  arch: process.arch,
  checksums,
  downloadOptions: {
    quiet: true,
    getProgressCallback: async ({ percent }: { readonly percent: number }) => void process.send?.(percent),
  },
});
process.disconnect?.();
