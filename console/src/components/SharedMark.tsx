/** That a camera is another agency's, which shares it, and until when. Nothing for one's own. */
import { IconShare3 } from "@tabler/icons-react";

import type { ReactNode } from "react";

import { useReceivedShare } from "../api/shares";
import { useTexts } from "../i18n";

export function SharedMark({ cameraId, short, none }: { cameraId: string; short?: boolean; none?: ReactNode }) {
  const { t, format } = useTexts();
  const share = useReceivedShare(cameraId);
  if (!share) return none;
  const until = format.date(Date.parse(share.until));
  const words = t("tile.shared", { owner: share.owner, until });
  return (
    <span className={short ? "nowrap" : undefined} title={words} data-shared={share.share_id} style={{ display: "inline-flex", alignItems: "center", gap: 4, minWidth: 0, flex: "0 1 auto" }}>
      <IconShare3 size={14} style={{ flex: "none" }} aria-hidden="true" />
      {short ? <span className="sr">{words}</span> : <span>{words}</span>}
    </span>
  );
}
