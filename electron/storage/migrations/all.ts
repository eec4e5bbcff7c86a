import { initial } from './0001-initial.ts';
import { modelAdapters } from './0002-model-adapters.ts';
import { searchIndex } from './0003-search-index.ts';
import { collections } from './0004-collections.ts';
import { conversationScope } from './0005-conversation-scope.ts';
import { summaryStyles } from './0006-summary-styles.ts';
import { library } from './0007-library.ts';
import { originalPieces } from './0008-original-pieces.ts';
import { vectors } from './0009-vectors.ts';
import { readTimes } from './0010-read-times.ts';
import { listings } from './0011-listings.ts';
import { recognition } from './0012-recognition.ts';
import { chunkTerms } from './0013-chunk-terms.ts';
import { documentDates } from './0014-document-dates.ts';
import { documentSizes } from './0015-document-sizes.ts';
import { indexRenewal } from './0016-index-renewal.ts';

/** In order; the database's `user_version` counts how many have run. */
export const migrations: readonly string[] = [
  initial,
  modelAdapters,
  searchIndex,
  collections,
  conversationScope,
  summaryStyles,
  library,
  originalPieces,
  vectors,
  readTimes,
  listings,
  recognition,
  chunkTerms,
  documentDates,
  documentSizes,
  indexRenewal,
];
