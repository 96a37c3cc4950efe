/** Steering on the live picture: who does, for all; the panel, for who may. Comes with its own file. */
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconSteeringWheel } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

import { AllWords, useTexts } from "../../../i18n";
import { STILL } from "../../../player/steering/speed";
import { Aim } from "./Aim";
import css from "./Ptz.module.css";
import { PtzBadge } from "./PtzBadge";
import { PtzPanel } from "./PtzPanel";
import { useHands } from "./useHands";
import { useSteering } from "./useSteering";

interface Props {
  cameraId: string;
  /** The picture's own size. */
  picture: { width: number; height: number };
  /** Where the panel goes on a small screen: below the picture. */
  below: HTMLElement | null;
  open: boolean;
  onOpen: (open: boolean) => void;
}

export function Ptz(props: Props) {
  return (
    <AllWords>
      <Steering {...props} />
    </AllWords>
  );
}

/** One notch of the wheel. */
const NOTCH_MS = 220;

function Steering({ cameraId, picture, below, open, onOpen }: Props) {
  const { t } = useTexts();
  const small = useMediaQuery("(max-width: 960px)"); // as in the style sheet
  const line = useSteering(cameraId, { enabled: true });
  const [aims, setAims] = useState(true);
  const notch = useRef(0);
  const { link, send, drive } = line;
  const state = link?.state;
  const may = state?.may ?? null;
  const inHand = open && (may === "mine" || may === "free") && link?.abilities != null;
  const close = () => {
    drive(STILL);
    if (may === "mine") send({ do: "release" });
    onOpen(false);
  };
  useHands(inHand, drive, close);
  useHotkeys([["T", () => (open ? close() : may && onOpen(true))]]);
  useEffect(() => () => window.clearTimeout(notch.current), []);
  if (!link || !state) return null;
  const wheel = (nearer: boolean) => {
    window.clearTimeout(notch.current);
    drive({ ...STILL, zoom: nearer ? 0.6 : -0.6 });
    notch.current = window.setTimeout(() => drive(STILL), NOTCH_MS);
  };
  const panel = open && may !== null && <PtzPanel cameraId={cameraId} line={{ ...line, link }} aims={aims} onAims={setAims} onClose={close} />;
  return (
    <>
      {inHand && aims && link.abilities?.centre && (
        <Aim picture={picture} canFrame={link.abilities.frame} onCentre={(spot) => send({ do: "centre", ...spot })} onFrame={(box) => send({ do: "frame", ...box })} onWheel={wheel} />
      )}
      {!(open && state.holder?.mine) && <PtzBadge state={state} />}
      {!open && may !== null && (
        <button type="button" className={css.open} onClick={() => onOpen(true)} data-ptz-open>
          <IconSteeringWheel size={16} aria-hidden="true" />
          {t("ptz.open")}
          <kbd>T</kbd>
        </button>
      )}
      {panel && small && below ? createPortal(panel, below) : panel}
    </>
  );
}
