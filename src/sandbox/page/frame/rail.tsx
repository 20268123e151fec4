import './rail.css';
import { t } from '../language.ts';
import { titleOf } from '../panels/index.ts';
import { type PanelName, panel } from '../state.ts';
import { Icon, type IconName } from './icon.tsx';

/** The panels, in the order in which a newcomer needs them. */
export const PANELS: readonly { name: PanelName; icon: IconName }[] = [
  { name: 'scenes', icon: 'scenes' },
  { name: 'time', icon: 'calendar' },
  { name: 'inspector', icon: 'inspector' },
  { name: 'office', icon: 'office' },
];

export function togglePanel(name: PanelName): void {
  panel.value = panel.value === name ? null : name;
}

/** The buttons at the right edge that open and close the panels. */
export function Rail() {
  return (
    <nav class="rail" aria-label={t('面板', 'Panels')}>
      {PANELS.map(({ name, icon }) => (
        <button
          key={name}
          type="button"
          class="rail-button"
          aria-pressed={panel.value === name}
          onClick={() => togglePanel(name)}
        >
          <Icon name={icon} />
          <span>{titleOf(name)}</span>
        </button>
      ))}
    </nav>
  );
}
