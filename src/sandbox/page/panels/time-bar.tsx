import './time-bar.css';
import { useEffect, useState } from 'preact/hooks';
import { longDate, timeOf, weekdayOf } from '../time.ts';
import { simulatedNow } from './time-machine.ts';

/** The simulated date and time, and the buttons that move it. It takes the width it is given. */
export function TimeBar() {
  const [, tick] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(ticking);
  }, []);
  const now = simulatedNow();
  return (
    <div class="time-bar">
      {now !== null && (
        <strong>
          {longDate(now)} {weekdayOf(now)} {timeOf(now)}
        </strong>
      )}
    </div>
  );
}
