import {
  type GrantedFileInfo,
  grantedFileSchema,
  type UploadError,
  uploadErrorSchema,
  uploadNameHeader,
  uploadPath,
} from '../../shared/fileUpload.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Copies a file to the loopback host. XMLHttpRequest, because `fetch` tells nothing of an upload's progress. */
export function uploadFile(
  file: File,
  options: { readonly signal: AbortSignal; readonly onProgress: (ratio: number) => void },
): Promise<Result<GrantedFileInfo, UploadError | { readonly code: 'cancelled' | 'hostDisconnected' }>> {
  const { signal, onProgress } = options;
  if (signal.aborted) return Promise.resolve(fail({ code: 'cancelled' }));
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel, { once: true });
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total === 0 ? 1 : loaded / total);
    });
    request.addEventListener('load', () => resolve(readAnswer(request)));
    request.addEventListener('error', () => resolve(fail({ code: 'hostDisconnected' })));
    request.addEventListener('abort', () => resolve(fail({ code: 'cancelled' })));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', cancel));
    request.open('POST', uploadPath);
    request.setRequestHeader(uploadNameHeader, encodeURIComponent(file.name.toWellFormed()));
    request.send(file);
  });
}

function readAnswer(request: XMLHttpRequest): Result<GrantedFileInfo, UploadError> {
  const answer = parseJson(request.responseText);
  const granted = grantedFileSchema.safeParse(answer);
  if (request.status === 200 && granted.success) return ok(granted.data);
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : null;
  const refused = uploadErrorSchema.safeParse(error);
  return refused.success
    ? fail(refused.data)
    : fail({ code: 'files.notReceived', reason: `HTTP ${request.status}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
