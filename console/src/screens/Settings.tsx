/** One's own account and taste; what this installation is. */
import { SegmentedControl } from "@mantine/core";

import { useMe, useOrganisations } from "../api/queries";
import { Page } from "../app/Page";
import { useTexts } from "../i18n";
import { pinScheme, useSchemeChoice } from "../theme/scheme";
import css from "./Form.module.css";
import { SystemTabs } from "./SystemTabs";

export function Settings() {
  const { t, language, setLanguage } = useTexts();
  const me = useMe();
  const organisations = useOrganisations();
  const scheme = useSchemeChoice();
  const names = new Map([...(organisations.data ?? []), ...(me.data?.organisations ?? [])].map((place) => [place.id, place.name]));
  const { data } = me;
  return (
    <Page title={t("settings.title")} desk aside={<SystemTabs />}>
      <div className={css.body}>
        <div style={{ display: "grid", gap: 16, maxWidth: 640 }}>
          <section className={`card ${css.card}`}>
            <h2>{t("settings.me")}</h2>
            <dl className="kv" style={{ gridTemplateColumns: "140px 1fr" }}>
              <dt>{t("users.username")}</dt>
              <dd className="num">{data?.user.username}</dd>
              <dt>{t("users.organisation")}</dt>
              <dd>{data && names.get(data.user.organisation_id)}</dd>
              <dt>{t("users.roles")}</dt>
              <dd>{data?.user.roles.map((role) => t("users.roleAt", { role: t(`role.${role.role}`), organisation: names.get(role.organisation_id) ?? "–" })).join("; ")}</dd>
            </dl>
          </section>
          <section className={`card ${css.card}`}>
            <h2>{t("settings.look")}</h2>
            <div className={css.two}>
              <div>
                <h3 style={{ marginBottom: 6 }}>{t("me.language")}</h3>
                <SegmentedControl aria-label={t("me.language")} value={language} onChange={(value) => setLanguage(value)} data={[{ value: "vi", label: "Tiếng Việt" }, { value: "en", label: "English" }]} />
              </div>
              <div>
                <h3 style={{ marginBottom: 6 }}>{t("me.theme")}</h3>
                <SegmentedControl aria-label={t("me.theme")} value={scheme} onChange={(value) => pinScheme(value)} data={(["auto", "dark", "light"] as const).map((value) => ({ value, label: t(`settings.theme.${value}`) }))} />
              </div>
            </div>
            <p className="small dim">{t("settings.themeWhat")}</p>
          </section>
          <section className={`card ${css.card}`}>
            <h2>{t("settings.about")}</h2>
            <p className="dim">{t("settings.aboutWhat")}</p>
          </section>
        </div>
      </div>
    </Page>
  );
}
