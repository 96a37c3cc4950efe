/** What was measured of a fault, in words: the server's details are plain values. */
import type { Fault } from "../../api/health";
import { reasonTexts } from "../../components/tileLook";
import { useTexts } from "../../i18n";

export function useMeasured(): (fault: Pick<Fault, "kind" | "details">) => string {
  const { t, format } = useTexts();
  return ({ kind, details }) => {
    const value = (name: string) => (typeof details[name] === "number" ? details[name] : null);
    const text = (name: string) => (typeof details[name] === "string" ? details[name] : "");
    const number = (name: string, digits = 1) => format.number(value(name) ?? 0, digits);
    switch (kind) {
      case "away":
        return text("reason") && text("reason") !== "none" ? t(reasonTexts(text("reason")).why) : "";
      case "slow":
        if (value("fps") !== null && value("promised_fps") !== null) return t("health.measured.slow_promised", { now: number("fps"), usual: number("usual_fps"), promised: number("promised_fps") });
        return value("fps") === null ? "" : t("health.measured.slow", { now: number("fps"), usual: number("usual_fps") });
      case "bit_rate":
        if (value("bitrate_bps") !== null && value("promised_bps") !== null) return t("health.measured.bit_rate_promised", { now: format.bitrate(value("bitrate_bps") ?? 0), usual: format.bitrate(value("usual_bps") ?? 0), promised: format.bitrate(value("promised_bps") ?? 0) });
        return value("bitrate_bps") === null ? "" : t("health.measured.bit_rate", { now: format.bitrate(value("bitrate_bps") ?? 0), usual: format.bitrate(value("usual_bps") ?? 0) });
      case "lossy":
        return value("lost_percent") === null ? "" : t("health.measured.lossy", { share: number("lost_percent", 2) });
      case "unsteady":
        return value("reconnects") === null ? "" : t("health.measured.unsteady", { times: value("reconnects") ?? 0, span: format.span((value("seconds") ?? 0) * 1000) });
      case "clock":
        return value("offset_s") === null ? "" : t("health.measured.clock", { offset: number("offset_s") });
      case "rare_key_frames":
        if (value("seconds") !== null && value("promised_s") !== null) return t("health.measured.rare_key_frames_promised", { seconds: number("seconds"), promised: number("promised_s") });
        return value("seconds") === null ? "" : t("health.measured.rare_key_frames", { seconds: number("seconds") });
      case "size": {
        const promised = details.promised_px;
        const [width = 0, height = 0] = Array.isArray(promised) ? promised.map(Number) : [];
        return value("width_px") === null ? "" : t("health.measured.size", { now: `${value("width_px")} × ${value("height_px")}`, promised: `${width} × ${height}` });
      }
      case "moved": {
        const parts = [
          value("pan_deg") !== null && t("health.measured.pan", { degrees: format.number(Math.abs(value("pan_deg") ?? 0), 1), way: (value("pan_deg") ?? 0) < 0 ? "left" : "right" }),
          value("tilt_deg") !== null && t("health.measured.tilt", { degrees: format.number(Math.abs(value("tilt_deg") ?? 0), 1), way: (value("tilt_deg") ?? 0) < 0 ? "down" : "up" }),
          value("roll_deg") !== null && Math.abs(value("roll_deg") ?? 0) >= 1 && t("health.measured.roll", { degrees: format.number(Math.abs(value("roll_deg") ?? 0), 1) }),
          value("overlap") === null ? t("health.measured.lost") : t("health.measured.overlap", { share: format.number((value("overlap") ?? 0) * 100) }),
        ];
        return parts.filter(Boolean).join("; ");
      }
      default:
        return "";
    }
  };
}
