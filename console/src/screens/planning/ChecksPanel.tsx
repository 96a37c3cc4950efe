/** What the checks say: may it be sent, who sees this already, what is gained, the rules, the cost, the pause. */
import { IconExternalLink } from "@tabler/icons-react";

import type { CandidateCheck, Checks, Finding, SharedView } from "../../api/planning";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { CONFORMITY_LOOKS, DENSITIES } from "./looks";
import css from "./Planning.module.css";

interface Props {
  checks: Checks;
  names: readonly string[];
  /** Kept ones name no camera. */
  kept?: boolean;
}

export function ChecksPanel({ checks, names, kept }: Props) {
  const { t, language, format } = useTexts();
  const { pause, cost, blocking } = checks;
  const money = (vnd: number) => t("proposal.vnd", { millions: format.number(vnd / 1e6, 1) });
  const gained = DENSITIES.filter((density) => checks.candidates[0]?.area_m2[density] !== undefined);
  const total = (density: string) => checks.candidates.reduce((sum, one) => sum + (one.area_m2[density] ?? 0), 0);
  const blocked = blocking.length > 0;
  const rules = blocking.filter((one) => one.startsWith("rule_")).length;
  return (
    <>
      {!kept && (
        <section data-blocking={blocking.length}>
          <h2 className="row">
            <span className={blocked ? "c-bad" : "c-ok"}>
              <Shape name={blocked ? "bad" : "ok"} />
            </span>
            {t(blocked ? "proposal.blocked" : "proposal.free", { count: blocking.length })}
          </h2>
          {blocking.includes("no_cameras") && <p>{t("proposal.blocked.no_cameras")}</p>}
          {blocking.includes("pause") && <p>{t("proposal.blocked.pause")}</p>}
          {rules > 0 && <p>{t("proposal.blocked.rules", { count: rules })}</p>}
        </section>
      )}
      {!kept && <Overlaps checks={checks} names={names} />}
      <section>
        <h2>{t("proposal.gain")}</h2>
        <table className={css.figures}>
          <thead>
            <tr>
              <th scope="col">{t("target.density")}</th>
              <th scope="col">{t("proposal.gain.new")}</th>
              <th scope="col">{t("proposal.gain.all")}</th>
            </tr>
          </thead>
          <tbody className="num">
            {gained.map((density) => (
              <tr key={density}>
                <th scope="row">
                  {t(`density.${density}`)} <span className="faint small nowrap">{t(`density.from.${density}`)}</span>
                </th>
                <td>{t("proposal.m2", { area: format.number(checks.gained_m2[density] ?? 0) })}</td>
                <td>{t("proposal.m2", { area: format.number(total(density)) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Rules checks={checks} names={names} />
      <section>
        <h2>{t("proposal.cost")}</h2>
        <dl className="kv" style={{ gridTemplateColumns: "1fr auto" }}>
          <dt>{t("proposal.cost.equipment")}</dt>
          <dd className="num">{money(cost.equipment_vnd)}</dd>
          <dt>{t("proposal.cost.storage", { size: format.bytes(cost.storage_bytes) })}</dt>
          <dd className="num">{money(cost.storage_vnd)}</dd>
          <dt>{t("proposal.cost.line", { rate: format.bitrate(cost.bitrate_bps) })}</dt>
          <dd className="num">{money(cost.line_year_vnd)}</dd>
        </dl>
        <p className="small faint">{t("proposal.cost.note", { certainty: certainty(t, checks.cost_certainty) })}</p>
      </section>
      <section>
        <h2>{t("proposal.pause")}</h2>
        <div className={css.pause}>
          <span className="small dim">
            <span className="num">{pause.number}</span> · {certainty(t, pause.certainty)}
          </span>
          <b className={pause.blocks ? "c-bad" : undefined}>{t(`proposal.pause.${pauseWord(pause.verdict)}`)}</b>
          <span>{language === "vi" ? pause.text_vi : pause.text_en}</span>
          <SourceLink address={pause.source_address} />
        </div>
      </section>
    </>
  );
}

const pauseWord = (verdict: string) => (verdict === "not_in_force" || verdict === "exception" || verdict === "exception_incomplete" ? verdict : "forbidden");

function certainty(t: ReturnType<typeof useTexts>["t"], how: string): string {
  return t(`proposal.certainty.${how === "official" || how === "press" || how === "inference" ? how : "assumption"}`);
}

function SourceLink({ address }: { address: string }) {
  const { t } = useTexts();
  if (!address.startsWith("https://")) return null;
  return (
    <a className="row small" style={{ gap: 4 }} href={address} target="_blank" rel="noreferrer">
      <IconExternalLink size={12} aria-hidden /> {t("proposal.source")}
    </a>
  );
}

function Overlaps({ checks, names }: { checks: Checks; names: readonly string[] }) {
  const { t } = useTexts();
  const found = checks.candidates.filter((one) => one.overlaps.length > 0);
  return (
    <section data-overlaps={found.length}>
      <h2>{t("proposal.overlap")}</h2>
      {found.length === 0 && <p className="dim">{t("proposal.overlap.none")}</p>}
      {found.map((one) => (
        <div key={one.position} style={{ display: "grid", gap: 6 }}>
          <h3>{t("proposal.cameraNamed", { number: one.position + 1, name: names[one.position] ?? "" })}</h3>
          <ul className={css.findings}>
            {strongest(one).map((view, index) => (
              <li key={view.camera_id || index}>
                <span className="c-warn" style={{ marginTop: 4 }}>
                  <Shape name="warn" />
                </span>
                <Shared view={view} />
              </li>
            ))}
          </ul>
          {one.overlaps.length > NAMED && <p className="small dim">{t("proposal.overlap.more", { count: one.overlaps.length - NAMED })}</p>}
        </div>
      ))}
    </section>
  );
}

const NAMED = 5;
const strongest = (one: CandidateCheck) => [...one.overlaps].sort((a, b) => b.px_per_m - a.px_per_m).slice(0, NAMED);

function Shared({ view }: { view: SharedView }) {
  const { t, rich, format } = useTexts();
  if (view.kind !== "named") return <span>{rich("proposal.overlap.other", { office: view.ask?.name ?? "–" })}</span>;
  return (
    <span>
      {rich("proposal.overlap.named", { code: view.camera_code, owner: view.owner?.name ?? "–", density: format.number(view.px_per_m), share: format.number(view.share * 100) })}
      {(view.is_reach || !view.is_certain) && <span className="small dim" style={{ display: "block" }}>{t(view.is_reach ? "proposal.overlap.reach" : "proposal.overlap.uncertain")}</span>}
    </span>
  );
}

/** One line for each rule: the worst of what it says about the cameras. */
function Rules({ checks, names }: { checks: Checks; names: readonly string[] }) {
  const { t, language } = useTexts();
  const rules = new Map<string, { finding: Finding; of: string[] }>();
  const rank = (finding: Finding) => ["met", "unknown", "unmet"].indexOf(finding.conformity);
  for (const { position, findings } of checks.candidates) {
    for (const finding of findings) {
      const known = rules.get(finding.rule);
      const entry = known ?? { finding, of: [] };
      if (rank(finding) > rank(entry.finding)) entry.finding = finding;
      if (finding.conformity !== "met") entry.of.push(names[position] || t("proposal.camera", { number: position + 1 }));
      rules.set(finding.rule, entry);
    }
  }
  const sorted = [...rules.values()].sort((one, other) => rank(other.finding) - rank(one.finding));
  return (
    <section>
      <h2>{t("proposal.rules")}</h2>
      <ul className={css.findings}>
        {sorted.map(({ finding, of }) => {
          const look = CONFORMITY_LOOKS[finding.conformity] ?? { tone: "warn", shape: "warn" };
          return (
            <li key={finding.rule} data-rule={finding.rule} data-conformity={finding.conformity}>
              <span className={finding.conformity === "unmet" && !finding.blocks ? "c-warn" : `c-${look.tone}`} style={{ marginTop: 4 }}>
                <Shape name={look.shape} />
              </span>
              <span>
                {language === "vi" ? finding.text_vi : finding.text_en}
                {finding.conformity !== "met" && (
                  <span className="small dim" style={{ display: "block" }}>
                    {t(finding.conformity === "unknown" ? "proposal.rule.unknown" : finding.blocks ? "proposal.rule.blocks" : "proposal.rule.warns", { cameras: of.join(", ") })}
                  </span>
                )}
                <span className="small faint" style={{ display: "block" }}>
                  {t("proposal.rule.source", { title: finding.source_title, certainty: certainty(t, finding.certainty) })}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
