import path from 'node:path';
import envPaths from 'env-paths';
import type { Client } from '../../shared/client.ts';
import { createClient } from '../../shared/createClient.ts';
import type { FileId, ModelId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { createAssistant } from '../assistant.ts';
import { forkChild } from '../children/forkChild.ts';
import type { Connect } from '../ipc/peer.ts';
import { openMemoryChannel } from '../ipc/transports/memory.ts';
import type { ConnectionLog } from '../network/connectionLog.ts';
import type { PowerWatch } from '../power/powerState.ts';
import { openFileSettings } from '../settings/fileSettings.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import { openKeyFile } from '../storage/keyFile.ts';
import { makeFolder } from '../storage/makeFolder.ts';
import type { CommandError } from './commandError.ts';
import type { CommonOptions } from './options.ts';
import type { Places } from './places.ts';
import type { Terminal } from './terminal.ts';

/** Where a session runs. */
interface SessionContext {
  readonly terminal: Terminal;
  readonly places: Places;
  readonly version: string;
  readonly connectionLog: ConnectionLog;
}

/** The assistant, opened for one command. */
export interface Session {
  readonly client: Client;
  readonly dataFolder: string;
  readonly files: FileGrants;
  readonly connect: Connect;
  /** Lets Sotto use a file the person named. @param filePath as typed. */
  grantFile(filePath: string): FileId;
  /** The default model for this session only. */
  useModel(modelId: ModelId): void;
  dispose(): Promise<void>;
}

/** Opens the assistant without Electron. Fails where the data folder, its key or its database cannot be used. */
export async function openSession(input: {
  readonly context: SessionContext;
  readonly common: CommonOptions;
  /** Spares power as this tells; absent, nothing is spared, as befits a command whose result is waited for. */
  readonly power?: PowerWatch;
  /** Files are about to be read. */
  readonly isAboutToRead?: boolean;
}): Promise<Result<Session, CommandError>> {
  const { terminal, places, version, connectionLog } = input.context;
  const dataFolder = findDataFolder(input);
  try {
    await makeFolder(dataFolder);
  } catch (error) {
    return fail({ code: 'storage.notWritable', dataFolder, reason: reasonOf(error) });
  }
  const databaseKey = await openKeyFile({ dataFolder, environment: terminal.environment });
  if (!databaseKey.ok) return databaseKey;
  const settings = overlaySettings(openFileSettings(dataFolder));
  const opened = await createAssistant({
    surface: 'terminal',
    version,
    dataFolder,
    databaseKey: databaseKey.value,
    settingsStore: settings.store,
    startChild: forkChild,
    engineEntryPath: places.engineEntryPath,
    parserEntryPath: places.parserEntryPath,
    resourcesFolder: places.resourcesFolder,
    connectionLog,
    power: input.power ?? null,
    // Only what stays open has the time to.
    keepsUpLibrary: input.power !== undefined,
    isAboutToRead: input.isAboutToRead,
    logError(reference, cause) {
      const words = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      terminal.stderr.write(`[${reference}] ${words}\n`);
    },
  });
  if (!opened.ok) return opened;

  const assistant = opened.value;
  const channel = openMemoryChannel(assistant.connect);
  const client = createClient(channel);
  return ok({
    client,
    dataFolder,
    files: assistant.files,
    connect: assistant.connect,
    grantFile(filePath) {
      const absolutePath = path.resolve(terminal.workingFolder, filePath);
      return assistant.files.grant({
        path: absolutePath,
        fileName: path.basename(absolutePath),
        isTemporary: false,
      });
    },
    useModel: settings.useModel,
    async dispose() {
      client.dispose();
      channel.close();
      await assistant.dispose();
    },
  });
}

function findDataFolder({ context, common }: { context: SessionContext; common: CommonOptions }): string {
  const { environment, workingFolder } = context.terminal;
  const chosen = common.dataDir ?? environment.SOTTO_DATA_DIR;
  return chosen ? path.resolve(workingFolder, chosen) : envPaths('Sotto', { suffix: 'terminal' }).data;
}

/** `--model` counts for one run: it covers the stored default without being stored itself. */
function overlaySettings(stored: SettingsStore): {
  readonly store: SettingsStore;
  readonly useModel: (modelId: ModelId) => void;
} {
  let modelId: ModelId | null = null;
  return {
    store: {
      read() {
        const settings = stored.read();
        return modelId === null ? settings : { ...settings, defaultModelId: modelId };
      },
      write(settings) {
        // Whoever chooses another default in the meantime means it.
        if (settings.defaultModelId !== modelId) modelId = null;
        if (modelId === null) return stored.write(settings);
        return stored.write({ ...settings, defaultModelId: stored.read().defaultModelId });
      },
    },
    useModel(chosen) {
      modelId = chosen;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
