import { Modal } from "@mantine/core";
import { useLocation } from "wouter";

import { useTexts, type TextKey } from "../i18n";

type Keys = readonly (readonly [string, TextKey])[];

const EVERYWHERE: Keys = [
  ["Ctrl K", "keys.search"],
  ["?", "keys.help"],
  ["↑ ↓ Enter", "keys.rows"],
];
const SCREENS: readonly (readonly [RegExp, TextKey, Keys])[] = [
  [/^\/wall/, "keys.wall", [["← ↑ → ↓", "keys.move"], ["1 … 9", "keys.tile"], ["Enter", "keys.open"], ["+ −", "keys.layout"], ["L", "keys.list"], ["M", "wall.map"], ["P", "wall.pin"], ["F", "keys.full"], ["Delete", "keys.remove"]]],
  [/^\/watch/, "keys.watch", [["Space", "keys.pause"], ["J K L", "keys.shuttle"], [", .", "keys.frame"], ["← →", "keys.jump"], ["P N", "keys.mark"], ["[ ] \\", "keys.range"], ["− +", "keys.zoom"], ["S", "keys.snapshot"], ["B", "bookmark.new"], ["End", "keys.live"], ["F", "keys.full"], ["Jog", "keys.padWheel"], ["T", "keys.steer"], ["← ↑ → ↓ + −", "keys.steerMove"], ["Pad", "keys.steerPad"]]],
  [
    /^\/playback/,
    "keys.playing",
    [["Space", "keys.pause"], ["J K L", "keys.shuttle"], [", .", "keys.frame"], ["← →", "keys.jump"], ["↑ ↓", "keys.nextCamera"], ["P N", "keys.mark"], ["[ ] \\", "keys.loop"], ["C", "keys.compare"], ["Enter Esc", "keys.large"], ["F", "keys.full"], ["+ −", "keys.wheelZoom"], ["Jog", "keys.padWheel"]],
  ],
  [/^\/map/, "keys.map", [["← ↑ → ↓", "keys.mapMove"], ["+ −", "keys.mapZoom"], ["/", "keys.mapFind"], ["L", "keys.mapList"], ["K", "keys.mapLasso"], ["H", "keys.mapHome"], ["Esc", "keys.mapClose"]]],
  [/^\/cameras$/, "keys.cameras", [["/", "keys.find"], ["F", "keys.filter"], ["N", "keys.new"], ["Space", "keys.choose"], ["D", "keys.dossier"]]],
  [/^\/cameras\/[^/]+\/dossier/, "keys.dossierScreen", [["E", "keys.edit"]]],
  [/^\/cameras\/[^/]+\/analysis/, "draw.zones", [["1 … 7", "draw.kinds"], ["Ctrl Z", "draw.undo"], ["Ctrl Shift Z", "draw.redo"]]],
  [/^\/health$/, "health.title", [["← ↑ → ↓", "health.keys.move"], ["Enter", "health.keys.in"], ["Esc", "health.keys.out"]]],
  [/^\/traffic$/, "traffic.title", [[", .", "traffic.keys.quarter"], ["N", "traffic.now"], ["J K", "traffic.keys.street"], ["L", "traffic.asList"], ["H", "traffic.home"], ["Esc", "keys.mapClose"]]],
  [/^\/traffic\/junctions/, "traffic.junction", [["J K", "traffic.keys.arm"], ["Esc", "traffic.keys.allArms"], ["1 2 3", "traffic.span"], ["N", "traffic.now"], ["← → Home End", "traffic.keys.step"]]],
  [/^\/traffic\/incidents/, "traffic.incidents", [["J K", "traffic.keys.incident"], ["C", "traffic.confirm"], ["D", "traffic.dismiss"], ["E", "traffic.close"], ["1 2 3", "traffic.views"], ["W", "traffic.words"]]],
  [/^\/imports\/./, "keys.import", [["← ↑ → ↓", "keys.cells"], ["Enter", "keys.editCell"], ["Esc", "keys.keepCell"]]],
  [/^\/duplicates/, "keys.duplicates", [["J K", "keys.nextPair"], ["1 2", "keys.keepSides"], ["D", "keys.differentPair"]]],
  [/^\/proposals$/, "keys.proposals", [["N", "keys.newProposal"]]],
  [/^\/proposals\/(?!settings)/, "keys.editor", [["Ctrl S", "keys.saveDraft"], ["← ↑ → ↓", "keys.turnCamera"]]],
  [/^\/requests/, "keys.requests", [["J K", "keys.nextRequest"], ["A", "keys.approve"]]],
  [/^\/organisations/, "keys.organisations", [["/", "keys.find"], ["← →", "keys.branch"]]],
];

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const [path] = useLocation();
  const screen = SCREENS.find(([pattern]) => pattern.test(path));
  return (
    <Modal opened onClose={onClose} title={t("keys.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
      {screen && <Table title={t(screen[1])} keys={screen[2]} />}
      <Table title={t("keys.everywhere")} keys={EVERYWHERE} />
    </Modal>
  );
}

function Table({ title, keys }: { title: string; keys: Keys }) {
  const { t } = useTexts();
  return (
    <section style={{ marginBottom: 16 }}>
      <h3 style={{ marginBottom: 8 }}>{title}</h3>
      <dl className="kv" style={{ gridTemplateColumns: "120px 1fr", gap: "8px 12px" }}>
        {keys.map(([key, text]) => (
          <div key={text} style={{ display: "contents" }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
