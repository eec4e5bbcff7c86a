import { type RefObject, useEffect, useState } from 'react';

const smallest = 0.5;
const largest = 5;
export const zoomStep = 1.25;

export interface Zoom {
  /** 1: the page is as wide as there is room. */
  readonly zoom: number;
  readonly zoomBy: (factor: number) => void;
  readonly fitWidth: () => void;
}

/** Zooming with buttons, with the wheel or trackpad and Ctrl, and with two fingers. */
export function useZoom(scroller: RefObject<HTMLElement | null>): Zoom {
  const [zoom, setZoom] = useState(1);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const zoomBy = (factor: number) => setZoom((now) => limited(now * factor));
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY / 300));
    };
    let distance: number | null = null;
    const onTouch = (event: TouchEvent) => {
      const [one, other] = event.touches;
      if (!one || !other) {
        distance = null;
        return;
      }
      event.preventDefault();
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (distance !== null && distance > 0) zoomBy(now / distance);
      distance = now;
    };
    // A passive listener could not keep the browser from zooming the whole page.
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('touchstart', onTouch, { passive: false });
    element.addEventListener('touchmove', onTouch, { passive: false });
    element.addEventListener('touchend', onTouch, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('touchstart', onTouch);
      element.removeEventListener('touchmove', onTouch);
      element.removeEventListener('touchend', onTouch);
    };
  }, [scroller]);
  return {
    zoom,
    zoomBy: (factor) => setZoom((now) => limited(now * factor)),
    fitWidth: () => setZoom(1),
  };
}

function limited(zoom: number): number {
  return Math.min(largest, Math.max(smallest, zoom));
}
