/** The ways to pictures: the wall, by place and time, by bookmark. */
import type { Place } from "../../app/areas";
import { PlaceTabs } from "../PlaceTabs";

const TABS: readonly Place[] = [
  { to: "/wall", text: "find.wall", action: "media.live" },
  { to: "/find", text: "find.title", action: "media.playback" },
  { to: "/bookmarks", text: "bookmark.list", action: "media.playback" },
];

export function FindTabs() {
  return <PlaceTabs label="rail.watch" places={TABS} />;
}
