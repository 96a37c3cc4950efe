/** Where a day or an instant is typed or picked: in the console's own words and the site's zone, not the browser's. */
import { ActionIcon, Popover, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { serverClock } from "../api/clock";
import { useTexts } from "../i18n";
import { SITE } from "../i18n/zone";
import { isWholeDay, isWholeMoment, monthGrid, moved, readDay, readMoment, writeDay, writeMoment } from "./moment";
import css from "./TimeField.module.css";

type Plain = Omit<TextInputProps, "value" | "onChange" | "type" | "min" | "max" | "defaultValue">;

interface DayProps extends Plain {
  /** 2026-11-22, or "". */
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
  /** Give out what is no day as it was typed, for a server that refuses it; else it counts as nothing. */
  asTyped?: boolean;
}

export function DayField({ value, onChange, min, max, asTyped, ...rest }: DayProps) {
  const { t, format } = useTexts();
  const today = () => SITE.day(serverClock.now());
  const fault = (day: string) => {
    if (!isWholeDay(day)) return t("time.noDay", { example: format.date(serverClock.now()) });
    if (min && day < min) return t("time.tooEarly", { time: writeDay(min) });
    return max && day > max ? t("time.tooLate", { time: writeDay(max) }) : "";
  };
  return (
    <Typed
      {...rest}
      value={value}
      onChange={onChange}
      write={writeDay}
      read={(text, done) => (done || isWholeDay(text) ? (readDay(text, today()) ?? (asTyped ? text : "")) : undefined)}
      fault={(text) => fault(readDay(text, today()) ?? text)}
      dayOf={(text) => readDay(text, today()) ?? today()}
      onDay={onChange}
      min={min}
      max={max}
    />
  );
}

interface TimeProps extends Plain {
  /** Milliseconds since 1970; null where nothing readable stands. */
  value: number | null;
  onChange: (ms: number | null) => void;
  maxMs?: number;
  seconds?: boolean;
}

export function TimeField({ value, onChange, maxMs, seconds = false, ...rest }: TimeProps) {
  const { t, format } = useTexts();
  const near = () => value ?? serverClock.now();
  const write = (ms: number | null) => (ms === null ? "" : writeMoment(ms, SITE, seconds));
  const read = (text: string) => {
    const found = readMoment(text, near(), SITE);
    return typeof found === "number" ? found : null;
  };
  const fault = (text: string) => {
    const found = readMoment(text, near(), SITE);
    if (found === "skipped") return t("time.skipped");
    if (found === "unreadable") return t("time.noTime", { example: format.date(serverClock.now()) });
    return maxMs !== undefined && found > maxMs ? t("time.tooLate", { time: write(maxMs) }) : "";
  };
  const onDay = (day: string) => {
    const at = SITE.instant(`${day}T${SITE.wall(near()).slice(11)}`);
    onChange(Number.isNaN(at) ? SITE.dayStart(day) : at);
  };
  return (
    <Typed
      {...rest}
      value={value}
      onChange={onChange}
      write={write}
      read={(text, done) => (done || isWholeMoment(text) ? read(text) : undefined)}
      fault={fault}
      dayOf={(text) => SITE.day(read(text) ?? near())}
      onDay={onDay}
      max={maxMs === undefined ? undefined : SITE.day(maxMs)}
      zone={SITE.nameAt(near())}
    />
  );
}

interface TypedProps<T> extends Plain {
  value: T;
  onChange: (value: T) => void;
  write: (value: T) => string;
  /** What stands there, once one is `done` or nothing of it needs to be guessed; else undefined. */
  read: (text: string, done: boolean) => T | undefined;
  fault: (text: string) => string;
  dayOf: (text: string) => string;
  onDay: (day: string) => void;
  min?: string;
  max?: string;
  zone?: string;
}

function Typed<T extends string | number | null>({ value, onChange, write, read, fault, dayOf, onDay, min, max, zone, error, ...rest }: TypedProps<T>) {
  const { t } = useTexts();
  const [typed, setTyped] = useState<string | null>(null); // null: as the value is written
  const [done, setDone] = useState(true);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const own = useId();
  const id = rest.id ?? own;
  const text = typed ?? write(value);
  const wrong = text.trim() ? fault(text) : "";
  useEffect(() => box.current?.setCustomValidity(wrong)); // a form is not sent with it

  const put = (next: T | undefined) => next !== undefined && next !== value && onChange(next);
  const type = (next: string) => {
    setTyped(next);
    setDone(false);
    put(read(next, !next.trim()));
  };
  const settle = () => {
    if (typed === null) return;
    setDone(true);
    if (typed.trim()) put(read(typed, true));
    if (!wrong) setTyped(null);
  };
  const pick = (day: string) => {
    setTyped(null);
    setOpen(false);
    onDay(day);
    box.current?.focus();
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <TextInput
          {...rest}
          id={id}
          ref={box}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === "Enter") settle();
            if (event.key === "ArrowDown" && event.altKey) {
              event.preventDefault();
              setOpen(true);
            }
          }}
          error={error || (done && wrong)}
          autoComplete="off"
          spellCheck={false}
          inputMode="text"
          classNames={{ input: "num" }}
          rightSectionWidth={zone ? 82 : 34}
          rightSection={
            <span className={css.end}>
              {zone && <span className="num small faint">{zone}</span>}
              <ActionIcon size={26} aria-label={t("time.pick")} title={t("time.pick")} aria-expanded={open} onClick={() => setOpen(!open)}>
                <IconCalendar size={16} />
              </ActionIcon>
            </span>
          }
        />
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Month at={dayOf(text)} min={min} max={max} onPick={pick} />
      </Popover.Dropdown>
    </Popover>
  );
}

const STEPS: Record<string, { days?: number; months?: number }> = {
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  ArrowUp: { days: -7 },
  ArrowDown: { days: 7 },
  PageUp: { months: -1 },
  PageDown: { months: 1 },
};

/** A month to pick a day of; arrows, Page Up and Page Down move, Enter picks. */
function Month({ at, min, max, onPick }: { at: string; min?: string; max?: string; onPick: (day: string) => void }) {
  const { t, format } = useTexts();
  const [day, setDay] = useState(at);
  const grid = useRef<HTMLDivElement>(null);
  const out = (one: string) => (min !== undefined && one < min) || (max !== undefined && one > max);
  const shown = monthGrid(day.slice(0, 7));
  const noon = (one: string) => SITE.dayStart(one) + 43_200_000;
  const keys = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    byKey.current = true;
    setDay(moved(day, by));
  };
  const byKey = useRef(false);
  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    byKey.current = false;
  }, [day]);
  return (
    <div className={css.month}>
      <header>
        <ActionIcon aria-label={t("time.monthBefore")} onClick={() => setDay(moved(day, { months: -1 }))}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <b className="num" aria-live="polite">{t("time.month", { month: Number(day.slice(5, 7)), year: day.slice(0, 4) })}</b>
        <ActionIcon aria-label={t("time.monthAfter")} onClick={() => setDay(moved(day, { months: 1 }))}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </header>
      <div className={css.days} ref={grid} role="group" aria-label={t("time.pick")} onKeyDown={keys}>
        {shown.slice(0, 7).map((one) => (
          <abbr key={one.day} title={format.weekday(noon(one.day))}>{format.weekdayShort(noon(one.day))}</abbr>
        ))}
        {shown.map((one) => (
          <button
            key={one.day}
            type="button"
            className="num"
            tabIndex={one.day === day ? 0 : -1}
            data-autofocus={one.day === day || undefined}
            data-other={!one.inMonth || undefined}
            aria-current={one.day === SITE.day(serverClock.now()) ? "date" : undefined}
            aria-pressed={one.day === at}
            aria-label={t("time.dayOf", { weekday: format.weekday(noon(one.day)), date: writeDay(one.day) })}
            disabled={out(one.day)}
            onClick={() => onPick(one.day)}
          >
            {Number(one.day.slice(8))}
          </button>
        ))}
      </div>
    </div>
  );
}
