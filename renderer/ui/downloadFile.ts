/** Saves contents as a file through the browser's download. */
export function downloadFile(file: {
  readonly fileName: string;
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}): void {
  const address = URL.createObjectURL(new Blob([file.content], { type: file.type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.fileName;
  link.click();
  // The download reads the blob after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
