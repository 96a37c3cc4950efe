/** What lies behind an item of the rail: one row a screen, in the order of the work. A row with no action is everybody's. */
import { can } from "../api/queries";
import type { Action, Me } from "../api/types";
import type { TextKey } from "../i18n";

export interface Place {
  to: string;
  text: TextKey;
  action: Action | null;
}

/** The regulation: what I may do, what I ask for, what was done. */
export const RULES: readonly Place[] = [
  { to: "/rights", text: "rights.title", action: null },
  { to: "/regulation", text: "regulation.title", action: "regulation.read" },
  { to: "/requests", text: "requests.title", action: null },
  { to: "/shares", text: "share.title", action: "share.read" },
  { to: "/cases", text: "cases.title", action: "case.read" },
  { to: "/duties", text: "duties.title", action: "duty.read" },
  { to: "/exports", text: "exports.title", action: "media.export" },
  { to: "/holds", text: "holds.title", action: "hold.read" },
  { to: "/record", text: "record.title", action: "audit.read" },
];

/** The roads: how it flows, what happens on them, what was. */
export const TRAFFIC: readonly Place[] = [
  { to: "/traffic", text: "traffic.title", action: "traffic.read" },
  { to: "/traffic/incidents", text: "traffic.incidents", action: "traffic.read" },
  { to: "/traffic/reports", text: "traffic.reports", action: "traffic.read" },
];

/** What a person may not use is not there. */
export function placesFor(me: Me | null | undefined, places: readonly Place[]): Place[] {
  return places.filter((place) => place.action === null || can(me, place.action));
}
