import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const GAP = 4;
const EDGE = 8;
const TALLEST = 320;
/** Where there is less room than this below, the room above is looked at. */
const LEAST = 180;

/**
 * Lays an open list over everything else, beside what it belongs to, and keeps it there. `side` is the edge it shares
 * with that; a list that `fits` is as wide as it, too.
 */
export function usePopup(
  anchor: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  isOpen: boolean,
  { side = 'left', fits = false }: { side?: 'left' | 'right'; fits?: boolean } = {},
): void {
  useLayoutEffect(() => {
    const [at, floating] = [anchor.current, list.current];
    if (!isOpen || !at || !floating) return;
    // Browsers before 2024 have no popovers; there the list is fixed, which a dialog may clip.
    if ('showPopover' in floating) floating.showPopover();
    const place = () => {
      const beside = at.getBoundingClientRect();
      const { clientWidth: width, clientHeight: height } = document.documentElement;
      const below = height - beside.bottom - GAP - EDGE;
      const above = beside.top - GAP - EDGE;
      const isBelow = below >= LEAST || below >= above;
      if (fits) floating.style.width = `${Math.max(beside.width, Math.min(220, width - 2 * EDGE))}px`;
      floating.style.maxHeight = `${Math.min(TALLEST, isBelow ? below : above)}px`;
      floating.style.top = isBelow ? `${beside.bottom + GAP}px` : 'auto';
      floating.style.bottom = isBelow ? 'auto' : `${height - beside.top + GAP}px`;
      const wanted = side === 'left' ? beside.left : beside.right - floating.offsetWidth;
      floating.style.left = `${Math.max(EDGE, Math.min(wanted, width - floating.offsetWidth - EDGE))}px`;
    };
    place();
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  }, [anchor, list, isOpen, side, fits]);
}
