/** Whether the sub stream shows what the main stream does: somebody looks at both, with the areas over them, and says so. */
import { Switch } from "@mantine/core";
import { useState } from "react";

import { mediaUrl } from "../../api/client";
import { getPurpose } from "../../app/purpose";
import { useTexts } from "../../i18n";
import css from "./Masks.module.css";
import type { Drawn } from "./polygon";

interface Props {
  id: string;
  areas: readonly Drawn[];
  /** Both can be looked at: nothing is masked yet, of whom nothing is hidden. */
  seen: boolean;
  alike: boolean;
  disabled: boolean;
  onChange: (alike: boolean) => void;
}

export function SubAlike({ id, areas, seen, alike, disabled, onChange }: Props) {
  const { t } = useTexts();
  return (
    <section className={`card ${css.item}`}>
      <Switch label={t("masks.subAlike")} checked={alike} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <p className="small dim">{t("masks.subAlikeWhat")}</p>
      {seen && !disabled && (
        <div className={css.compare}>
          <Stream id={id} stream="main" areas={areas} />
          <Stream id={id} stream="sub" areas={areas} />
        </div>
      )}
    </section>
  );
}

function Stream({ id, stream, areas }: { id: string; stream: "main" | "sub"; areas: readonly Drawn[] }) {
  const { t } = useTexts();
  const [missing, setMissing] = useState(false);
  const name = t(stream === "main" ? "masks.compareMain" : "masks.compareSub");
  return (
    <figure>
      <div>
        {missing ? <p className="small">{t("masks.noStreamPicture")}</p> : <img src={mediaUrl(id, "snapshot.jpg", { stream, width: "320", ...getPurpose() })} alt={name} onError={() => setMissing(true)} />}
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
          {areas.map((area) => (
            <polygon key={area.key} points={area.points.map((point) => point.join(",")).join(" ")} />
          ))}
        </svg>
      </div>
      <figcaption className="small dim">{name}</figcaption>
    </figure>
  );
}
