import type { EngineError } from '../../shared/contract/models.ts';

/** The error with the name a file was added by: our own copies carry an id on the disk, which would tell the person nothing. */
export function namedAsAdded<Failure extends EngineError>(error: Failure, fileName: string): Failure {
  return 'fileName' in error ? { ...error, fileName } : error;
}
