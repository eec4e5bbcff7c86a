/** A run of text in one font; coordinates in points from the top left of the upright page. */
export interface Fragment {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  /** Of the baseline. */
  readonly y: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly isMonospaced: boolean;
}
