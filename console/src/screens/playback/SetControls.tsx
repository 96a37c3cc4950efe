/** Under the pictures of a set: what runs them, and the clock that they are shown by. */
import { IconMaximize } from "@tabler/icons-react";

import { useTexts } from "../../i18n";
import css from "./Playback.module.css";
import type { Transport } from "./transport";
import { Act, TransportControls } from "./TransportControls";

interface Props {
  transport: Transport;
  wallMs: number;
  pad: string | null;
}

export function SetControls({ transport, wallMs, pad }: Props) {
  const { t, format } = useTexts();
  return (
    <div className={css.controls}>
      <TransportControls of={transport} />
      <time className={`${css.clock} num`} dateTime={new Date(wallMs).toISOString()}>
        {format.date(wallMs)} <b>{format.fine(wallMs)}</b>
      </time>
      <span className="grow" />
      {pad && (
        <span className="dim small cut no-phone" title={pad}>
          {t("playing.pad")}
        </span>
      )}
      <span className="no-phone">
        <Act label="keys.full" onClick={transport.full} icon={<IconMaximize size={16} />} />
      </span>
    </div>
  );
}
