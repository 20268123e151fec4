import './tokens.css';
import { t } from './language.ts';

export function App() {
  return <main>{t('演练工作区', 'Practice workspace')}</main>;
}
