import type { AppStatus } from '../shared/contract/app.ts';
import type { Result } from '../shared/result.ts';
import type { StartChild } from './children/child.ts';
import type { Peer, PeerConnection } from './ipc/peer.ts';
import type { ConnectionLog } from './network/connectionLog.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { DatabaseKey } from './storage/databaseKey.ts';
import type { StorageError } from './storage/storageError.ts';
import type { FileGrants } from './storage/fileGrants.ts';

export interface AssistantParts {
  readonly surface: AppStatus['surface'];
  readonly version: string;
  readonly dataFolder: string;
  readonly databaseKey: DatabaseKey;
  readonly settingsStore: SettingsStore;
  readonly startChild: StartChild;
  /** Built engine and parser modules (in tests: their sources). */
  readonly engineEntryPath: string;
  readonly parserEntryPath: string;
  /** The folder `resources`. */
  readonly resourcesFolder: string;
  readonly connectionLog: ConnectionLog;
}

/** Sotto without a surface: what main.ts, headless.ts and the tests run. */
export interface Assistant {
  readonly files: FileGrants;
  /** Opens one view's channel. */
  connect(peer: Peer): PeerConnection;
  /** Ends streams, saves what was written so far, stops the children, closes the database. */
  dispose(): Promise<void>;
}

export type CreateAssistant = (parts: AssistantParts) => Promise<Result<Assistant, StorageError>>;
