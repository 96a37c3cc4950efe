/** A state in colour, shape and word, always all three. */
import clsx from "clsx";
import type { ReactNode } from "react";

import { useTexts, type TextKey } from "../i18n";
import css from "./Badge.module.css";
import { Shape, type ShapeName } from "./Shape";

export type Tone = "ok" | "warn" | "bad" | "off" | "hold" | "acc";

export function Badge({ tone, shape, children }: { tone: Tone; shape?: ShapeName; children: ReactNode }) {
  return (
    <span className={clsx(css.badge, css[tone])}>
      {shape && <Shape name={shape} />}
      <span>{children}</span>
    </span>
  );
}

export interface Look {
  tone: Tone;
  shape: ShapeName;
}

export interface StateLook extends Look {
  word: TextKey;
}

const LOOKS: Record<string, StateLook> = {
  connecting: { tone: "off", shape: "connecting", word: "state.connecting" },
  online: { tone: "ok", shape: "ok", word: "state.online" },
  offline: { tone: "bad", shape: "bad", word: "state.offline" },
  frozen: { tone: "bad", shape: "frozen", word: "state.frozen" },
  disabled: { tone: "off", shape: "off", word: "state.disabled" },
};
const UNKNOWN: StateLook = { tone: "off", shape: "connecting", word: "state.unknown" };

export function stateLook(state: string | undefined): StateLook {
  return (state && LOOKS[state]) || UNKNOWN;
}

export function StateBadge({ state }: { state: string | undefined }) {
  const { t } = useTexts();
  const look = stateLook(state);
  return (
    <Badge tone={look.tone} shape={look.shape}>
      {t(look.word)}
    </Badge>
  );
}
