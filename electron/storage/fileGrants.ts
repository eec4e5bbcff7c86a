import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type FileId, fileIdSchema } from '../../shared/ids.ts';

export interface GrantedFile {
  readonly path: string;
  readonly fileName: string;
  /** A copy of ours (an upload from the browser window), removed when the grant ends. */
  readonly isTemporary: boolean;
}

/** Files the person chose in this session. Views name them by id, so no view can make up a path. */
export interface FileGrants {
  grant(file: GrantedFile): FileId;
  resolve(fileId: FileId): GrantedFile | null;
  dispose(): Promise<void>;
}

export function createFileGrants(): FileGrants {
  const granted = new Map<FileId, GrantedFile>();
  return {
    grant(file) {
      const fileId = fileIdSchema.parse(randomUUID());
      granted.set(fileId, file);
      return fileId;
    },
    resolve: (fileId) => granted.get(fileId) ?? null,
    async dispose() {
      const temporary = [...granted.values()].filter((file) => file.isTemporary);
      granted.clear();
      await Promise.all(temporary.map((file) => rm(file.path, { force: true })));
    },
  };
}
