import './top-bar.css';
import { useState } from 'preact/hooks';
import { language, speak, t } from '../language.ts';
import { isLive } from '../live.ts';
import { TimeBar, titleOf } from '../panels/index.ts';
import { frame } from '../state.ts';
import { type Theme, theme } from '../theme.ts';
import { isDrawerOpen } from './drawer.ts';
import { Icon, type IconName } from './icon.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { isNarrow } from './narrow.ts';
import { PANELS, togglePanel } from './rail.tsx';
import { Troubles } from './troubles.tsx';
import { showWelcome } from './welcome.tsx';

/** The workspace's name, its time, and the ways to the panels and settings. */
export function TopBar({ inert }: { inert: boolean }) {
  return (
    <header class="top-bar" inert={inert}>
      {isNarrow.value && (
        <button
          type="button"
          class="ui-icon drawer-button"
          aria-label={t('打开人员和会话', 'Open people and conversations')}
          aria-expanded={isDrawerOpen.value}
          aria-controls="side"
          onClick={() => {
            isDrawerOpen.value = true;
          }}
        >
          <Icon name="menu" />
        </button>
      )}
      <Brand />
      <TimeBar />
      <div class="top-tools">
        <TroublesButton />
        <Settings />
      </div>
    </header>
  );
}

function Brand() {
  const isThere = isLive.value && frame.value?.bot.connected === true;
  const words = isThere
    ? t('机器人已连接', 'The bot is connected')
    : t('机器人未连接', 'The bot is not connected');
  return (
    <h1 class="brand">
      <span class="seal" aria-hidden="true">
        督
      </span>
      <span class="brand-name">{t('演练工作区', 'Practice workspace')}</span>
      <span class={isThere ? 'light on' : 'light'} role="img" aria-label={words} title={words} />
    </h1>
  );
}

const THEMES: readonly { name: Theme; icon: IconName; zh: string; en: string }[] = [
  { name: 'system', icon: 'system', zh: '跟随系统', en: 'Like the system' },
  { name: 'light', icon: 'sun', zh: '浅色', en: 'Light' },
  { name: 'dark', icon: 'moon', zh: '深色', en: 'Dark' },
];

function Settings() {
  return (
    <>
      <button
        type="button"
        class="ui-icon language"
        lang={language.value === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => speak(language.value === 'zh' ? 'en' : 'zh')}
      >
        {language.value === 'zh' ? 'English' : '中文'}
      </button>
      <Menu label={t('更多', 'More')} icon="more">
        {isNarrow.value &&
          PANELS.map(({ name, icon }) => (
            <MenuItem key={name} icon={icon} onChoose={() => togglePanel(name)}>
              {titleOf(name)}
            </MenuItem>
          ))}
        {THEMES.map(({ name, icon, zh, en }) => (
          <MenuItem
            key={name}
            icon={icon}
            checked={theme.value === name}
            onChoose={() => {
              theme.value = name;
            }}
          >
            {t(zh, en)}
          </MenuItem>
        ))}
        <MenuItem icon="help" onChoose={showWelcome}>
          {t('使用提示', 'First steps')}
        </MenuItem>
      </Menu>
    </>
  );
}

function TroublesButton() {
  const [isOpen, open] = useState(false);
  const troubles = frame.value?.troubles ?? [];
  if (troubles.length === 0) return null;
  return (
    <>
      <button type="button" class="troubles-button" onClick={() => open(true)}>
        <Icon name="warning" />
        <span>{t(`${troubles.length} 个接口问题`, `${troubles.length} problems`)}</span>
      </button>
      {isOpen && <Troubles troubles={troubles} onClose={() => open(false)} />}
    </>
  );
}
