import { IconSteeringWheel } from "@tabler/icons-react";
import clsx from "clsx";

import type { PtzState } from "../../../api/ptz";
import { useOrganisations } from "../../../api/queries";
import { useTexts } from "../../../i18n";
import css from "./Ptz.module.css";
import { whoSteers } from "./words";

/** For all who watch: who turns the camera, or which tour does. */
export function PtzBadge({ state, onTile }: { state: PtzState; onTile?: boolean }) {
  const texts = useTexts();
  const organisations = useOrganisations().data;
  const tours = state.tour_id !== null && !state.tour_waits;
  if (!state.holder && !tours) return null;
  return (
    <div className={clsx(css.badge, onTile && css.onTile)} role="status" data-ptz-holder={state.holder?.priority}>
      <IconSteeringWheel size={14} aria-hidden="true" />
      <span className="cut">{state.holder ? whoSteers(texts, state, organisations) : texts.t("ptz.tourRuns")}</span>
    </div>
  );
}
