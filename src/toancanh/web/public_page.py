"""The frame of pages for people without an account: whole without a script, in Vietnamese or English."""

from __future__ import annotations

from html import escape

from fastapi import Request

_STYLE = """
:root { color-scheme: light dark; --ink: #14181d; --dim: #56606b; --paper: #f6f7f8; --card: #fff; --line: #d3d8de; --acc: #0b5cad }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --dim: #a3adb8; --paper: #101418; --card: #181d23; --line: #333b44; --acc: #6fb1ff } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main { max-width: 720px; margin: 0 auto; padding: 32px 16px 64px; display: grid; gap: 16px }
header { display: flex; justify-content: space-between; gap: 16px; align-items: baseline; color: var(--dim) }
h1 { font-size: 22px; line-height: 1.25; margin: 0; text-wrap: balance } h2, h3 { font-size: 16px; margin: 0 } p { margin: 0 }
section, form { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 16px; display: grid; gap: 12px }
label { font-weight: 600 } a { color: var(--acc) } .dim { color: var(--dim); font-size: 13px }
input { font: 20px/1 ui-monospace, monospace; letter-spacing: .12em; padding: 12px; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); width: 100%; text-transform: uppercase }
.go { font: inherit; font-weight: 600; padding: 11px 16px; border: 0; border-radius: 4px; background: var(--acc); color: var(--card); text-decoration: none; text-align: center; cursor: pointer; justify-self: start }
:focus-visible { outline: 2px solid var(--acc); outline-offset: 2px }
[role=alert] { border-left: 3px solid #c62f2f; padding-left: 12px }
code { font: 12.5px/1.4 ui-monospace, monospace; overflow-wrap: anywhere } dt { font-weight: 600 } dd { margin: 0 0 8px }
dl, ol { margin: 0 } ol { padding-left: 20px; display: grid; gap: 8px } pre { margin: 8px 0 0; white-space: pre-wrap }
.print { font-size: 15px } .print span { display: inline-block; margin-right: .6em }
[role=note] { border-left: 3px solid #b07a00; padding-left: 12px }
video { width: 100%; background: #000; border-radius: 4px; aspect-ratio: 16/9 }
.parts { display: flex; gap: 8px; align-items: center } .parts button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; cursor: pointer }
"""  # noqa: E501  # CSS

_OTHER = {"vi": ("en", "English"), "en": ("vi", "Tiếng Việt")}


def language_of(request: Request) -> str:
    """``vi`` or ``en``: as the address says, else as the browser does."""
    wanted = request.query_params.get("lang") or request.headers.get("accept-language", "")[:2]
    return "en" if wanted == "en" else "vi"


def public_page(language: str, *, title: str, above: str, body: str) -> str:
    """``above`` stands over the page, beside the switch of languages; ``body`` is HTML."""
    other, name = _OTHER[language]
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><header><span>{escape(above)}</span>"
        f'<a href="?lang={other}" lang="{other}">{name}</a></header>{body}</main></body></html>\n'
    )
