"""Walls: layouts under names, and screens of their own that show them."""

from __future__ import annotations

from toancanh.media.wall.alarms import Alarm, Alarms
from toancanh.media.wall.layouts import Layouts
from toancanh.media.wall.model import Layout, Node, Page, Shown
from toancanh.media.wall.nodes import Nodes

__all__ = ["Alarm", "Alarms", "Layout", "Layouts", "Node", "Nodes", "Page", "Shown"]
