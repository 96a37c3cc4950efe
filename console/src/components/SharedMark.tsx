/** That a camera is another agency's, which shares it, and until when; `none` for one's own. */
import { IconShare3 } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useReceivedShare } from "../api/shares";
import { useTexts } from "../i18n";

interface Props {
  cameraId: string;
  /** The sign alone, or with the owner's name; else all of it. What is left out is said by the sign's title. */
  show?: "sign" | "owner";
  none?: ReactNode;
}

export function SharedMark({ cameraId, show, none }: Props) {
  const { t, format } = useTexts();
  const share = useReceivedShare(cameraId);
  if (!share) return none;
  const words = t("tile.shared", { owner: share.owner, until: format.date(Date.parse(share.until)) });
  return (
    <span title={words} data-shared={share.share_id} style={{ display: "inline-flex", alignItems: "baseline", gap: 4, minWidth: 0, flex: "0 1 auto" }}>
      <IconShare3 size={14} style={{ flex: "none", alignSelf: "start", marginTop: 2 }} aria-hidden="true" />
      {show === "sign" ? <span className="sr">{words}</span> : <span>{show === "owner" ? share.owner : words}</span>}
    </span>
  );
}
