import type { HomeView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { Blocks } from './blocks.tsx';
import { contentOf } from './view.ts';

/** What the bot published on its Home tab for a person. */
export function HomeTab({ person, home }: { person: string; home: HomeView }) {
  const { view } = home;
  if (!view)
    return (
      <p class="home-empty">
        {t('机器人还没有为这个人准备主页。', 'The bot has not published a Home tab for this person yet.')}
      </p>
    );
  return (
    <div class="home">
      <Blocks person={person} surface={{ kind: 'home' }} {...contentOf(view)} version={home.hash} />
    </div>
  );
}
