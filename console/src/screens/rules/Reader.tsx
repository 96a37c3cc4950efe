/** Each article: its text and sources, the policies that carry it out, the questions that it was tried with. */
import { useEffect } from "react";

import type { RegulationFull } from "../../api/regulations";
import { Badge } from "../../components/StateBadge";
import { useTexts } from "../../i18n";
import { AnswerBadge, Sources } from "./looks";
import css from "./Rules.module.css";

export function Reader({ regulation }: { regulation: RegulationFull }) {
  const { t, language } = useTexts();
  useEffect(() => {
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [regulation.id]);
  return (
    <>
      {regulation.articles.map((article) => {
        const policies = regulation.policies.filter((policy) => policy.article === article.number);
        const cases = regulation.cases.filter((test) => test.articles.includes(article.number));
        return (
          <section key={article.number} className={`card ${css.article}`} id={`article-${article.number}`} aria-labelledby={`title-${article.number}`}>
            <header>
              <h2 id={`title-${article.number}`}>
                {t("regulation.article", { number: article.number })}. {article.title[language]}
              </h2>
            </header>
            <div className={css.part}>
              <p className={css.read}>{article.text[language]}</p>
              <h3>{t("regulation.sources")}</h3>
              <Sources article={article} />
            </div>
            <div className={css.part}>
              <h3>{t("regulation.policies", { count: policies.length })}</h3>
              {!policies.length && <p className="small dim">{t("regulation.noPolicy")}</p>}
              {policies.map((policy) => (
                <div key={policy.id} className={css.part}>
                  <div className={css.acts}>
                    <b className="small">{policy.id}</b>
                    <Badge tone={policy.permits ? "ok" : "bad"} shape={policy.permits ? "ok" : "bad"}>{t(policy.permits ? "regulation.permits" : "regulation.forbids")}</Badge>
                    {policy.mask && <Badge tone="off">{t("regulation.masked")}</Badge>}
                    {policy.watermark && <Badge tone="off">{t("regulation.watermark")}</Badge>}
                  </div>
                  <pre className={css.code} data-forbids={policy.permits ? undefined : true} tabIndex={0}>
                    {policy.text}
                  </pre>
                </div>
              ))}
            </div>
            <div className={css.part}>
              <h3>{t("regulation.cases", { count: cases.length })}</h3>
              <ul className={css.cases}>
                {cases.map((test) => (
                  <li key={test.says.en}>
                    <span>{test.says[language]}</span>
                    <AnswerBadge answer={test.answer} />
                    {test.why && <small className="c-bad">{t("regulation.wrong", { why: test.why })}</small>}
                  </li>
                ))}
              </ul>
            </div>
          </section>
        );
      })}
    </>
  );
}
