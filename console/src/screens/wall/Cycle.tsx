/** Turns the pages of a kept layout. */
import { ActionIcon } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { useLayouts, type Layout } from "../../api/walls";
import { useTexts } from "../../i18n";

export function Cycle({ layoutId, onPage }: { layoutId: string; onPage: (page: Layout["pages"][number]) => void }) {
  const { t } = useTexts();
  const layout = useLayouts().data?.find((one) => one.id === layoutId);
  const [index, setIndex] = useState(0);
  const [stands, setStands] = useState(false);
  const tell = useRef(onPage);
  useEffect(() => {
    tell.current = onPage;
  });
  const pages = layout?.pages;
  useEffect(() => {
    if (!pages || pages.length < 2 || stands) return;
    const timer = window.setTimeout(() => {
      const next = (index + 1) % pages.length;
      const page = pages[next];
      if (page) tell.current(page);
      setIndex(next);
    }, (pages[index]?.seconds ?? 20) * 1000);
    return () => window.clearTimeout(timer);
  }, [pages, index, stands]);
  if (!layout) return null;
  return (
    <span className="row">
      <span className="small dim cut">{layout.name}</span>
      {layout.pages.length > 1 && (
        <ActionIcon aria-label={t(stands ? "wall.cycleGo" : "wall.cycleStop")} title={t(stands ? "wall.cycleGo" : "wall.cycleStop")} onClick={() => setStands(!stands)}>
          {stands ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        </ActionIcon>
      )}
      {layout.pages.length > 1 && (
        <span className="num small">
          {index + 1}/{layout.pages.length}
        </span>
      )}
    </span>
  );
}
