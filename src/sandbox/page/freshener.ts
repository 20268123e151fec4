/**
 * Looks again whenever it is asked, at the next frame of the page. While one look is under way, any number of
 * wishes become one more; `gapMs` is the least time between two looks where many changes come in a row.
 */
export function freshener(look: () => Promise<void>, gapMs = 0): () => void {
  let state: 'idle' | 'looking' | 'again' = 'idle';
  const run = async () => {
    do {
      state = 'looking';
      const pause = new Promise((resolve) => setTimeout(resolve, gapMs));
      await look();
      if (gapMs > 0) await pause;
    } while (isAskedAgain());
    state = 'idle';
  };
  // A function, because the state changes while `run` waits.
  const isAskedAgain = () => state === 'again';
  return () => {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    state = 'again';
    // A page in the background has no frames.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  };
}
