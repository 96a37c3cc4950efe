import { useTexts } from "../../i18n";
import css from "./Map.module.css";

/** The signs in words; shapes of purposes stand beside their colours, because colour is never the only carrier. */
export function Legend() {
  const { t } = useTexts();
  return (
    <ul className={css.legend}>
      <li>
        <svg viewBox="0 0 32 22" aria-hidden="true">
          <path d="M10 11 30 3a21 21 0 0 1 0 16z" fill="var(--tc-ok-line)" fillOpacity=".25" stroke="var(--tc-ok-line)" />
          <circle cx="10" cy="11" r="6" fill="var(--tc-ok)" />
        </svg>
        {t("map.legend.fixed")}
      </li>
      <li>
        <svg viewBox="0 0 32 22" aria-hidden="true">
          <circle cx="16" cy="11" r="10" fill="none" stroke="var(--tc-ok-line)" strokeDasharray="2 3" />
          <circle cx="16" cy="11" r="5" fill="var(--tc-ok)" />
        </svg>
        {t("map.legend.ptz")}
      </li>
      <li>
        <svg viewBox="0 0 32 22" aria-hidden="true">
          <path d="M10 11 30 3a21 21 0 0 1 0 16z" fill="none" stroke="var(--tc-bad-line)" strokeDasharray="3 2" />
          <rect x="5" y="6" width="10" height="10" rx="2" fill="var(--tc-bad)" />
        </svg>
        {t("map.legend.blind")}
      </li>
      <li>
        <svg viewBox="0 0 32 22" aria-hidden="true">
          <circle cx="16" cy="11" r="9" fill="none" stroke="var(--tc-ok-line)" strokeWidth="3" strokeDasharray="44 13" />
          <path d="M10.5 3.8A9 9 0 0 1 16 2" fill="none" stroke="var(--tc-bad-line)" strokeWidth="3" />
        </svg>
        {t("map.legend.ring")}
      </li>
      <li>
        <svg viewBox="0 0 32 22" aria-hidden="true" fill="none" stroke="var(--tc-dim)" strokeWidth="1.5">
          <rect x="1" y="7" width="8" height="8" rx="1.5" />
          <path d="m16 6 4.300 2.500v5L16 16l-4.300-2.500v-5z" />
          <circle cx="27" cy="11" r="4.200" />
        </svg>
        {t("map.legend.purposes")}
      </li>
    </ul>
  );
}
