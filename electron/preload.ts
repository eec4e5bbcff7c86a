import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { ClientFrame } from '../shared/frames.ts';

const frameChannel = 'sotto:frame';
const fileChannel = 'sotto:file';
const folderChannel = 'sotto:folder';

/** A generic pipe; what may travel through it is decided by the contract on the other side. */
contextBridge.exposeInMainWorld('sotto', {
  send: (frame: ClientFrame): void => ipcRenderer.send(frameChannel, frame),
  onFrame(listener: (frame: unknown) => void): () => void {
    const receive = (_event: unknown, frame: unknown) => listener(frame);
    ipcRenderer.on(frameChannel, receive);
    return () => void ipcRenderer.off(frameChannel, receive);
  },
  /** The path goes to the host only; the page gets an id. */
  grantFile: async (file: File): Promise<unknown> => {
    const path = webUtils.getPathForFile(file);
    return path === '' ? null : ipcRenderer.invoke(fileChannel, path);
  },
  /** The host asks with the system's dialog. */
  chooseFolder: (): Promise<unknown> => ipcRenderer.invoke(folderChannel),
});
