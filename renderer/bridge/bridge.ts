import type { Client } from '../../shared/client.ts';
import type { TransportError } from '../../shared/contract/define.ts';
import { createClient } from '../../shared/createClient.ts';
import {
  type GrantedFileInfo,
  grantedFileSchema,
  sessionPath,
  type UploadError,
} from '../../shared/fileUpload.ts';
import type { ClientFrame } from '../../shared/frames.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type ConnectionStatus, createReconnectingClient } from './reconnectingClient.ts';
import { uploadFile } from './uploadFile.ts';
import { openWebSocketChannel } from './webSocketChannel.ts';

/** What the desktop app's preload script offers. */
interface DesktopHost {
  send(frame: ClientFrame): void;
  onFrame(listener: (frame: unknown) => void): () => void;
  grantFile(file: File): Promise<unknown>;
  chooseFolder(): Promise<unknown>;
}

declare global {
  interface Window {
    readonly sotto?: DesktopHost;
  }
}

export type GrantFileError = UploadError | TransportError;

/** The way to Sotto's host, the same for the desktop app and the browser window. */
export interface Bridge {
  readonly client: Client;
  readonly surface: 'desktop' | 'browser';
  /** Names a file the person chose, so that the host may read it. @param options.onProgress gets 0 to 1 while a file is copied. */
  grantFile(
    file: File,
    options: { readonly signal: AbortSignal; readonly onProgress: (ratio: number) => void },
  ): Promise<Result<GrantedFileInfo, GrantFileError>>;
  /** Asks for a folder with the system's dialog; null where the person chose none. Absent in a browser window. */
  readonly chooseFolder?: () => Promise<GrantedFileInfo | null>;
  readonly connection: {
    readonly status: () => ConnectionStatus;
    /** @returns a function that stops listening. */
    readonly subscribe: (listener: () => void) => () => void;
  };
}

/** Connects this page with its host. Resolves also where the host is not there; `connection` tells. */
export async function connectBridge(): Promise<Bridge> {
  return window.sotto ? connectDesktop(window.sotto) : connectBrowser();
}

function connectDesktop(host: DesktopHost): Bridge {
  return {
    surface: 'desktop',
    // The host ends with this window, so the channel never closes under it.
    client: createClient({ send: host.send, onFrame: host.onFrame, onClosed: () => () => {} }),
    connection: { status: () => 'connected', subscribe: () => () => {} },
    async chooseFolder() {
      const chosen = grantedFileSchema.safeParse(await host.chooseFolder());
      return chosen.success ? chosen.data : null;
    },
    async grantFile(file) {
      const granted = grantedFileSchema.safeParse(await host.grantFile(file));
      return granted.success
        ? ok(granted.data)
        : fail({ code: 'files.notReceived', reason: 'This file has no place on the disk' });
    },
  };
}

async function connectBrowser(): Promise<Bridge> {
  const { client, status, subscribe, isTried } = createReconnectingClient({
    openChannel: () => openWebSocketChannel(window.location.href),
    isSignedIn,
  });
  await isTried;
  return { surface: 'browser', client, connection: { status, subscribe }, grantFile: uploadFile };
}

/** A refused WebSocket does not tell why; a plain request does. */
async function isSignedIn(): Promise<boolean | null> {
  try {
    const response = await fetch(sessionPath, { cache: 'no-store' });
    return response.status === 401 || response.status === 403 ? false : response.ok || null;
  } catch {
    return null;
  }
}
