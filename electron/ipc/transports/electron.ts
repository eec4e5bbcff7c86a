import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { GrantedFileInfo } from '../../../shared/fileUpload.ts';
import type { HostFrame } from '../../../shared/frames.ts';
import type { FileGrants } from '../../storage/fileGrants.ts';
import type { Connect, PeerConnection } from '../peer.ts';

const frameChannel = 'sotto:frame';
const fileChannel = 'sotto:file';
const folderChannel = 'sotto:folder';

/** What this transport uses of Electron's `WebContents`. */
export interface ViewContents {
  send(channel: string, frame: HostFrame): void;
  isDestroyed(): boolean;
  on(event: 'did-start-navigation', listener: (details: NavigationDetails) => void): unknown;
  on(event: 'render-process-gone' | 'destroyed', listener: () => void): unknown;
  off(event: 'did-start-navigation', listener: (details: NavigationDetails) => void): unknown;
  off(event: 'render-process-gone' | 'destroyed', listener: () => void): unknown;
}

interface NavigationDetails {
  readonly isMainFrame: boolean;
  readonly isSameDocument: boolean;
}

/** What this transport uses of Electron's IPC events. */
export interface ViewEvent<Contents extends ViewContents, Frame> {
  readonly sender: Contents;
  /** Null when the frame has navigated away or was destroyed. */
  readonly senderFrame: Frame | null;
}

export interface ViewFrameEvent<Contents extends ViewContents, Frame> extends ViewEvent<Contents, Frame> {
  /** Answers the very frame that sent this, which `sender` does not. */
  readonly reply: (channel: string, frame: HostFrame) => void;
}

/** What this transport uses of Electron's `ipcMain`. */
export interface HostIpc<Contents extends ViewContents, Frame> {
  on(channel: string, listener: (event: ViewFrameEvent<Contents, Frame>, frame: unknown) => void): unknown;
  off(channel: string, listener: (event: ViewFrameEvent<Contents, Frame>, frame: unknown) => void): unknown;
  handle(
    channel: string,
    listener: (event: ViewEvent<Contents, Frame>, file: unknown) => Promise<GrantedFileInfo | null>,
  ): void;
  removeHandler(channel: string): void;
}

/** The path behind a file the person dropped or chose, as the preload script was told it by Electron. */
const filePathSchema = z.string().min(1).max(32_768).refine(path.isAbsolute);

/**
 * Connects the desktop app's windows with the router. A window is connected by its first frame and closed when it
 * is destroyed, crashes or loads another page. @returns a function that detaches everything.
 */
export function attachElectronTransport<Contents extends ViewContents, Frame>(input: {
  readonly ipcMain: HostIpc<Contents, Frame>;
  /** Whether this is the top frame of a window of ours, showing our own page. */
  readonly isTrusted: (senderFrame: Frame) => boolean;
  readonly connect: Connect;
  readonly files: FileGrants;
  /** Asks the person for a folder with the system's dialog. @returns its path, or null. */
  readonly chooseFolder: () => Promise<string | null>;
}): () => void {
  const { ipcMain, connect, files } = input;
  const views = new Map<Contents, PeerConnection>();

  const isTrusted = ({ senderFrame }: ViewEvent<Contents, Frame>) =>
    senderFrame !== null && input.isTrusted(senderFrame);

  function connectView(contents: Contents): PeerConnection {
    const connection = connect({
      send(frame) {
        if (!contents.isDestroyed()) contents.send(frameChannel, frame);
      },
    });
    const close = () => {
      views.delete(contents);
      connection.close();
      contents.off('did-start-navigation', onNavigation);
      contents.off('render-process-gone', close);
      contents.off('destroyed', close);
    };
    const onNavigation = (details: NavigationDetails) => {
      if (details.isMainFrame && !details.isSameDocument) close();
    };
    contents.on('did-start-navigation', onNavigation);
    contents.on('render-process-gone', close);
    contents.on('destroyed', close);
    const view = { receive: connection.receive, close };
    views.set(contents, view);
    return view;
  }

  const onFrame = (event: ViewFrameEvent<Contents, Frame>, frame: unknown) => {
    if (event.senderFrame === null || event.sender.isDestroyed()) return;
    if (!isTrusted(event)) {
      return event.reply(frameChannel, { kind: 'rejected', error: { code: 'notAllowed' } });
    }
    (views.get(event.sender) ?? connectView(event.sender)).receive(frame);
  };

  ipcMain.on(frameChannel, onFrame);
  ipcMain.handle(fileChannel, async (event, file) => {
    const filePath = filePathSchema.safeParse(file);
    return isTrusted(event) && filePath.success ? grantFile(filePath.data, files) : null;
  });

  ipcMain.handle(folderChannel, async (event) => {
    const folder = isTrusted(event) ? await input.chooseFolder() : null;
    return folder === null ? null : grantFile(folder, files);
  });

  return () => {
    ipcMain.off(frameChannel, onFrame);
    ipcMain.removeHandler(fileChannel);
    ipcMain.removeHandler(folderChannel);
    for (const view of [...views.values()]) view.close();
  };
}

/** @returns null for what is no readable plain file and no folder. */
async function grantFile(filePath: string, files: FileGrants): Promise<GrantedFileInfo | null> {
  const facts = await stat(filePath).catch(() => null);
  const isFolder = facts?.isDirectory() ?? false;
  if (!facts?.isFile() && !isFolder) return null;
  const fileName = path.basename(filePath);
  const fileId = files.grant({ path: filePath, fileName, isTemporary: false });
  return isFolder
    ? { fileId, fileName, sizeBytes: 0, isFolder }
    : { fileId, fileName, sizeBytes: facts?.size ?? 0 };
}
