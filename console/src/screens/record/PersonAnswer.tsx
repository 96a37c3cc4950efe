/** What the person is told: as the record says it now, or as it was said. */
import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";

import { useAnswerPerson, usePersonRequest, useSavePersonLetter } from "../../api/record";
import { DateTime } from "../../components/DateTime";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";

export function PersonAnswer({ id }: { id: string }) {
  const { t, format, language } = useTexts();
  const found = usePersonRequest(id);
  const answer = useAnswerPerson();
  const letter = useSavePersonLetter();
  if (found.isError) return <ErrorNote error={found.error} />;
  if (!found.data) return <Skeleton height={240} />;
  const one = found.data;
  return (
    <Stack gap="sm">
      <p>
        <b className="num">{one.number}</b> · {one.place} <span className="dim">({t("person.within", { metres: format.number(one.radius_m) })})</span>
      </p>
      <p className="small dim">
        <DateTime at={one.from} /> – <DateTime at={one.to} />
      </p>
      {one.due && (
        <p className="small">
          {t("person.due")}: <DateTime at={one.due} /> <span className="dim">{t("person.article", { number: one.article })}</span>
        </p>
      )}
      <h3>{t("person.cameras")}</h3>
      {!one.answer?.cameras.length && <p className="small dim">{t("person.noCameras")}</p>}
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {one.answer?.cameras.map((camera) => (
          <li key={camera.code}>
            <b className="num">{camera.code}</b> {camera.name} <span className="dim">· {camera.owner} · {t("person.kept", { days: format.number(camera.kept_days) })}</span>
          </li>
        ))}
      </ul>
      <h3>{t("person.used")}</h3>
      {!one.answer?.used.length && <p className="small dim">{t("person.notUsed")}</p>}
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {one.answer?.used.map((use) => (
          <li key={use.purpose}>
            {use[`purpose_${language}`] || t("person.routine")} <span className="dim">· {t("person.counts", { views: format.number(use.views), exports: format.number(use.exports) })}</span>
          </li>
        ))}
      </ul>
      {one.answer?.at_least && <p className="small c-warn">{t("person.atLeast")}</p>}
      {one.answered ? (
        <p className="small dim">
          {t("person.answered")} <DateTime at={one.answered} />
        </p>
      ) : (
        <p className="small dim">{t("person.nobody")}</p>
      )}
      {(answer.isError || letter.isError) && <ErrorNote error={answer.error ?? letter.error} />}
      <Group gap="xs">
        <Button leftSection={<IconFileText size={16} />} loading={letter.isPending} onClick={() => letter.mutate(one)}>
          {t("person.letter")}
        </Button>
        {!one.answered && (
          <Button variant="filled" loading={answer.isPending} onClick={() => answer.mutate(one.id)}>
            {t("person.keep")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
