import type { PtzState } from "../../../api/ptz";
import type { Organisation } from "../../../api/types";
import type { useTexts } from "../../../i18n";

type Texts = ReturnType<typeof useTexts>;

/** Who steers, as far as one may know: by name, else by what they are, and of which organisation. */
export function whoSteers({ t }: Texts, state: PtzState, organisations: readonly Organisation[] | undefined): string {
  const holder = state.holder;
  if (!holder) return t("ptz.free");
  if (holder.mine) return t("ptz.mine");
  const organisation = organisations?.find((one) => one.id === holder.organisation_id)?.name ?? "";
  const who = holder.username ?? t(`ptz.who.${holder.priority}`);
  return organisation ? t("ptz.othersOf", { who, organisation }) : t("ptz.others", { who });
}
