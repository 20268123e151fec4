/**
 * Looks again whenever it is asked, at the next frame of the page. While one look is under way, any number of
 * wishes become one more; `gapMs` is the least time between two looks where many changes come in a row.
 */
export function freshener(look: () => Promise<void>, gapMs = 0): () => void {
  let isBusy = false;
  let isAsked = false;
  const run = async () => {
    try {
      while (isAsked) {
        isAsked = false;
        const pause = new Promise((resolve) => setTimeout(resolve, gapMs));
        await look();
        if (gapMs > 0) await pause;
      }
    } finally {
      isBusy = false;
    }
  };
  return () => {
    isAsked = true;
    if (isBusy) return;
    isBusy = true;
    // A page in the background has no frames.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  };
}
