import type { NewResult } from './report.ts';

export type DocumentsPart = (input: {
  /** Empty, of this part alone; it goes afterwards. */
  readonly folder: string;
  readonly isQuick: boolean;
  readonly add: (result: NewResult) => void;
}) => Promise<void>;
