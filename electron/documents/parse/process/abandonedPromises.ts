/**
 * Keeps the process alive when a library rejects a promise that nobody waits for, as pdf.js does for some broken
 * files. What is waited for fails by itself, and what never settles runs into the time limit.
 */
export function outliveAbandonedPromises(): void {
  process.on('unhandledRejection', () => undefined);
}
