/** The Mantine theme, made of the names in tokens.css (mock/README, last table). */
import { ActionIcon, Button, createTheme, Input, InputWrapper, Menu, Popover, SegmentedControl, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

import css from "./controls.module.css";

/** Ten steps around a signal's own tokens: 0 its ground, 5 its edge, 7 its fill. */
function steps(name: string): MantineColorsTuple {
  const soft = `var(--tc-${name}-soft)`;
  const line = `var(--tc-${name}-line)`;
  const solid = name === "accent" ? "var(--tc-accent)" : `var(--tc-${name}-solid)`;
  const text = name === "accent" ? "var(--tc-accent-text)" : `var(--tc-${name})`;
  return [soft, soft, soft, line, line, line, text, solid, solid, solid];
}

const slate: MantineColorsTuple = ["#e8ecf1", "#aab5c2", "#8b98a7", "#647386", "#4a5768", "#2a3644", "#202a36", "#11171e", "#0b0f14", "#0b0f14"];

export const theme = createTheme({
  fontFamily: "var(--tc-font)",
  fontFamilyMonospace: "var(--tc-font-figures)",
  headings: { fontFamily: "var(--tc-font)", fontWeight: "600" },
  colors: { slate, dark: slate, accent: steps("accent"), ok: steps("ok"), warn: steps("warn"), bad: steps("bad"), hold: steps("hold"), off: steps("off") },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: false, // the fills' inks are tokens (-on), decided by the AA check and not by luminance
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.3", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.6" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "6px", md: "8px", lg: "8px", xl: "999px" },
  defaultRadius: "sm",
  shadows: { md: "var(--tc-shadow-float)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Drawer, Modal and Select without `extend`, which only types them: their code comes with the screens that use them
    Button: Button.extend({
      defaultProps: { size: "sm", variant: "default" },
      classNames: { root: css.button },
      vars: (_theme, { size }) => ({ root: { "--button-height": size === "xs" ? "var(--tc-control-small)" : size === "lg" ? "var(--tc-control-touch)" : "var(--tc-control)", "--button-padding-x": size === "xs" ? "8px" : "12px" } }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: "sm", variant: "subtle" }, classNames: { root: css.icon }, vars: (_theme, { size }) => ({ root: size === "sm" ? { "--ai-size": "var(--tc-control)" } : {} }) }),
    Input: Input.extend({ classNames: { input: css.input }, vars: () => ({ wrapper: { "--input-height": "var(--tc-control)" } }) }),
    InputWrapper: InputWrapper.extend({ classNames: { label: css.label, description: css.description, error: css.error }, defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false, transitionDuration: 120 }, classNames: { root: css.segmented, control: css.segmentedControl, label: css.segmentedLabel, indicator: css.segmentedIndicator } }),
    Select: { defaultProps: { comboboxProps: { shadow: "md" }, checkIconPosition: "right" }, classNames: { dropdown: css.dropdown, option: css.option } },
    Menu: Menu.extend({ defaultProps: { shadow: "md", transitionProps: { duration: 100 } }, classNames: { dropdown: css.dropdown, item: css.item } }),
    Popover: Popover.extend({ defaultProps: { shadow: "md", transitionProps: { duration: 100 } } }),
    Modal: {
      defaultProps: { shadow: "md", centered: true, padding: "lg", transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.6 } },
      classNames: { content: css.modalContent, header: css.modalHeader, title: css.modalTitle },
    },
    Drawer: { defaultProps: { shadow: "md", position: "right", padding: "lg", transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.4 } }, classNames: { content: css.modal, header: css.modalHeader, title: css.modalTitle } },
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400 } }),
  },
});

const surfaces = {
  "--mantine-color-body": "var(--tc-ground)",
  "--mantine-color-text": "var(--tc-text)",
  "--mantine-color-dimmed": "var(--tc-dim)",
  "--mantine-color-default": "var(--tc-control-bg)",
  "--mantine-color-default-hover": "var(--tc-control-hover)",
  "--mantine-color-default-color": "var(--tc-text)",
  "--mantine-color-default-border": "var(--tc-line-strong)",
  "--mantine-color-placeholder": "var(--tc-faint)",
  "--mantine-color-anchor": "var(--tc-accent-text)",
  "--mantine-color-error": "var(--tc-bad)",
  "--mantine-color-disabled": "var(--tc-control-bg)",
  "--mantine-color-disabled-color": "var(--tc-faint)",
  "--mantine-color-disabled-border": "var(--tc-line)",
  "--mantine-primary-color-filled": "var(--tc-accent)",
  "--mantine-primary-color-filled-hover": "var(--tc-accent)",
  "--mantine-primary-color-contrast": "var(--tc-on-accent)",
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--mantine-line-height": "1.45" },
  light: surfaces,
  dark: surfaces,
});
