import type { Listing } from '../../../../shared/contract/listings.ts';
import { FailureNotice } from '../../../parts/FailureNotice.tsx';
import { PowerPause } from '../../../parts/PowerPause.tsx';
import { useFacts } from '../../../state/facts.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CoverageGrid } from '../../../ui/CoverageGrid.tsx';
import { formatCount } from '../../../words/formats.ts';
import { gridCells, listingProgress, progressTitle } from './listingWords.ts';

interface ListingProgressProps {
  readonly listing: Listing;
  readonly isRunning: boolean;
  readonly canAsk: boolean;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onBestPassages: () => void;
}

/** How much of everything is read, cell by cell, and what was found on the way. */
export function ListingProgress(props: ListingProgressProps) {
  const { listing, isRunning, canAsk } = props;
  const { engine } = useFacts();
  const isHeld = isRunning && engine.energy.pausedFor.length > 0;
  const { read, failed, total } = listing.coverage;
  const title = isHeld ? 'Paused to save power' : progressTitle(listing, isRunning);
  const quarter = Math.floor((4 * (read + failed)) / Math.max(1, total)) * 25;
  return (
    <div className="card listingProgress">
      <div className="listingProgress-head">
        <h2>{title}</h2>
        <span className="listingProgress-count">{listingProgress(listing, isRunning && !isHeld)}</span>
      </div>
      <CoverageGrid
        label={`${read} of ${formatCount(total, { one: 'passage', many: 'passages' })} read`}
        cells={gridCells(listing, isRunning && !isHeld)}
      />
      {/* Every quarter is worth saying; every passage is not. */}
      <p className="onlyForReaders" role="status">
        {title}, {quarter} percent
      </p>
      <p className="listingProgress-found">
        {listing.found === 0 ? 'Nothing found yet' : `${listing.found.toLocaleString('en')} found so far`}
        {listing.latest.length > 0 && <span dir="auto"> · {listing.latest.toReversed().join(' · ')}</span>}
      </p>
      {isHeld && <PowerPause />}
      {listing.error && <FailureNotice error={listing.error} />}
      <div className="listingProgress-foot">
        {isRunning ? (
          <Button onClick={props.onPause}>Pause</Button>
        ) : (
          <Button look="primary" disabled={!canAsk} onClick={props.onResume}>
            Resume
          </Button>
        )}
        <Button look="plain" onClick={props.onBestPassages}>
          Just the best passages instead
        </Button>
      </div>
    </div>
  );
}
