/** Spare parts that the repair took. */
import { Button, NumberInput, Select } from "@mantine/core";
import { useState } from "react";

import { useSpareParts, useTicketAct, type TicketFile } from "../../api/repairs";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Repairs.module.css";

export function PartsCard({ ticket }: { ticket: TicketFile }) {
  const { t, format } = useTexts();
  const may = ticket.may.includes("ticket.write") && !["closed", "cancelled"].includes(ticket.state);
  if (!may && !ticket.parts.length) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.parts")}>
      <h2>{t("repair.parts")}</h2>
      {ticket.parts.length > 0 ? (
        <ul>
          {ticket.parts.map((one, index) => (
            <li key={index} className={css.part}>
              <span>
                <b className="num">{one.code}</b> {one.name}
              </span>
              <span className="num nowrap">
                {format.number(one.quantity, one.quantity % 1 ? 2 : 0)} {one.unit}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="small dim">{t("repair.noParts")}</p>
      )}
      {may && <TakePart ticket={ticket} />}
    </section>
  );
}

function TakePart({ ticket }: { ticket: TicketFile }) {
  const { t, format } = useTexts();
  const parts = useSpareParts(undefined);
  const act = useTicketAct(ticket.id);
  const [part, setPart] = useState<string | null>(null);
  const [quantity, setQuantity] = useState<number | string>(1);
  const mine = parts.data?.items.filter((one) => one.organisation_id === ticket.maintainer_id || one.organisation_id === ticket.owner_id) ?? [];
  if (parts.data && !mine.length) return <p className="small dim">{t("repair.emptyStock")}</p>;
  return (
    <form
      style={{ display: "grid", gap: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (part) act.mutate({ act: "parts", part_id: part, quantity: Number(quantity) }, { onSuccess: () => setPart(null) });
      }}
    >
      <div className={css.two}>
        <Select searchable aria-label={t("repair.part")} placeholder={t("repair.part")} value={part} onChange={setPart} data={mine.map((one) => ({ value: one.id, label: t("repair.partLeft", { code: one.code, name: one.name, left: format.number(one.quantity, one.quantity % 1 ? 2 : 0), unit: one.unit }) }))} nothingFoundMessage={t("app.nothing")} />
        <NumberInput aria-label={t("repair.quantity")} min={0.01} max={1_000_000} decimalScale={2} value={quantity} onChange={setQuantity} />
      </div>
      {act.isError && <ErrorNote error={act.error} />}
      <div>
        <Button type="submit" loading={act.isPending} disabled={!part || !(Number(quantity) > 0)}>
          {t("repair.takePart")}
        </Button>
      </div>
    </form>
  );
}
