"""Regulation packs: articles, policies in Cedar, lists and test cases as data; their check, their answers, their
differences.

Owns: the form of a pack, the vocabulary of its policies, how a question is put to them. Does not own: what a pack says,
what is known of people and things (`governance.facts`).
"""

from toancanh.governance.regulation.check import ACTIONS, Finding, Tried, check, try_cases
from toancanh.governance.regulation.difference import Change, differences, told
from toancanh.governance.regulation.engine import Answer, Engine, Policy
from toancanh.governance.regulation.pack import FILES, MAX_FILE_BYTES, Facts, Pack, Words, load_pack, read_pack
from toancanh.governance.regulation.replay import Replay, Shift, replay

__all__ = [
    "ACTIONS",
    "FILES",
    "MAX_FILE_BYTES",
    "Answer",
    "Change",
    "Engine",
    "Facts",
    "Finding",
    "Pack",
    "Policy",
    "Replay",
    "Shift",
    "Tried",
    "Words",
    "check",
    "differences",
    "load_pack",
    "read_pack",
    "replay",
    "told",
    "try_cases",
]
