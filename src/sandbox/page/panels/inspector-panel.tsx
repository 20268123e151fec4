import './inspector-panel.css';
import { useState } from 'preact/hooks';
import type { FaultsView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { FaultsTab } from './faults-tab.tsx';
import { useLook } from './looking.ts';
import { QueueTab } from './queue-tab.tsx';
import { Tabs } from './tabs.tsx';
import { WireTab } from './wire-tab.tsx';

type Tab = 'wire' | 'deliveries' | 'queue' | 'faults';

/** What an engineer wants to see: the wire, the bot's tables, and faults on demand. */
export function InspectorPanel() {
  const [tab, choose] = useState<Tab>('wire');
  const faults = useLook<FaultsView>('faults');
  const active = faults.view?.active.length ?? 0;
  return (
    <Tabs<Tab>
      label={t('检查器', 'Inspector')}
      tabs={[
        { name: 'wire', title: t('线路', 'Wire') },
        { name: 'deliveries', title: t('发送表', 'Deliveries') },
        { name: 'queue', title: t('队列', 'Queue') },
        { name: 'faults', title: t('故障', 'Faults'), ...(active > 0 && { note: String(active) }) },
      ]}
      chosen={tab}
      onChoose={choose}
    >
      {tab === 'wire' && <WireTab />}
      {tab === 'deliveries' && <DeliveriesTab />}
      {tab === 'queue' && <QueueTab />}
      {tab === 'faults' && <FaultsTab faults={faults} />}
    </Tabs>
  );
}
