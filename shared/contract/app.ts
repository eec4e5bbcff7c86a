import { z } from 'zod';
import { event, noError, nothing, request, stream } from './define.ts';

export const connectionSchema = z.object({
  at: z.iso.datetime(),
  process: z.enum(['host', 'engine', 'parser', 'window']),
  address: z.string(),
  outcome: z.enum(['blocked', 'allowed']),
});
export type Connection = z.infer<typeof connectionSchema>;

export const appStatusSchema = z.object({
  version: z.string(),
  surface: z.enum(['desktop', 'browser', 'terminal']),
  platform: z.string(),
  dataFolder: z.string(),
  keyProtection: z.enum(['keychain', 'plaintextKeychain', 'keyFile', 'environment']),
  connectionsMade: z.int(),
  connectionsBlocked: z.int(),
});
export type AppStatus = z.infer<typeof appStatusSchema>;

export const app = {
  'app.getStatus': request({ input: nothing, output: appStatusSchema, error: noError }),
  'app.listConnections': request({ input: nothing, output: z.array(connectionSchema), error: noError }),
  /** Open for as long as the view can be seen; without any open one, Sotto is hidden. */
  'app.stayVisible': stream({
    input: nothing,
    item: z.object({ kind: z.literal('noted') }),
    finished: nothing,
    error: noError,
  }),
  'app.connectionAttempted': event(connectionSchema),
} as const;
