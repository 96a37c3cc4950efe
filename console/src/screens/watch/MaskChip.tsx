/** Over the picture: that something in it is masked, and the way to see it without. */
import { IconEyeglass } from "@tabler/icons-react";

import { agreedUnmasking, askUnmasked, type Unmasked } from "../../api/masks";
import { can, useMe } from "../../api/queries";
import { askForNeeds } from "../../app/needs";
import { getPurpose } from "../../app/purpose";
import tileCss from "../../components/CameraTile.module.css";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Watch.module.css";

interface Props {
  cameraId: string;
  /** How many areas; null: not known, but something is. */
  masks: number | null;
  unmasked: boolean;
  /** The instant one looks at; null: now. */
  atMs: number | null;
  /** What to ask for where nothing was agreed to. */
  range: Unmasked;
  onUnmask: (range: Unmasked) => void;
  onMask: () => void;
}

export function MaskChip({ cameraId, masks, unmasked, atMs, range, onUnmask, onMask }: Props) {
  const { t } = useTexts();
  const me = useMe();
  const mayAsk = can(me.data, "media.unmask");
  const ask = async () => {
    const wanted = (await agreedUnmasking(cameraId, atMs, getPurpose())) ?? range;
    try {
      await askUnmasked(cameraId, { ...wanted, ...getPurpose() });
      onUnmask(wanted);
    } catch (error) {
      if (!askForNeeds(error, { cameraId, action: "media.unmask", ...wanted }, () => void ask())) throw error;
    }
  };
  if (!unmasked && masks === 0) return null;
  return (
    <div className={`${css.chip} ${css.maskChip} ${tileCss.onPicture}`} data-unmasked={unmasked || undefined} role="status">
      <span className={unmasked ? "c-warn" : undefined}>
        <Shape name={unmasked ? "warn" : "mask"} />
      </span>
      {unmasked ? t("tile.unmasked") : masks === null ? t("tile.masked") : t("tile.masks", { count: masks })}
      {unmasked ? (
        <button type="button" onClick={onMask}>
          {t("tile.maskAgain")}
        </button>
      ) : (
        mayAsk && (
          <button type="button" onClick={() => void ask()} title={t("tile.unmaskWhat")}>
            <IconEyeglass size={14} />
            {t("tile.unmask")}
          </button>
        )
      )}
    </div>
  );
}
