"""Faults that can be put into a picture at a strength, each where in a camera it arises."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.health.model import FaultKind
from toancanh.simulation.faulty_pictures.places import COLUMNS, ROWS, Aim
from toancanh.simulation.faulty_pictures.weather import Planes, softened

Floats = NDArray[np.float32]


class Strength(enum.IntEnum):
    """Weak is at the edge of what a person would report; medium they would; strong anyone sees."""

    WEAK = 0
    MEDIUM = 1
    STRONG = 2


@dataclass(frozen=True, kw_only=True)
class Injected:
    """The truth of a picture: what is wrong with it. ``seed`` places it, and one fault keeps its seed."""

    kind: FaultKind
    strength: Strength
    seed: int


def names_of(kind: FaultKind, strength: Strength) -> frozenset[FaultKind]:
    """What a fault may rightly be called: a night that no lamp lights at all is black."""
    is_unlit = kind is FaultKind.NIGHT and strength is Strength.STRONG
    return frozenset({kind, FaultKind.BLACK} if is_unlit else {kind})


def of(strength: Strength, weak: float, medium: float, strong: float) -> float:
    """The value for a strength."""
    return (weak, medium, strong)[strength]


def aim_of(fault: Injected | None) -> Aim:
    """A turned camera: by 4, 10 or 25 % of the width, 4, 10 or 15 % of the height, or rolled by 4, 10 or 20 degrees."""
    if fault is None or fault.kind is not FaultKind.MOVED:
        return Aim()
    dice = np.random.default_rng(fault.seed)
    side = 1 if dice.random() < 0.5 else -1
    how = dice.integers(0, 4)
    if how == 0:
        return Aim(roll_deg=side * of(fault.strength, 4, 10, 20))
    share = of(fault.strength, 0.04, 0.10, 0.25) * side
    if how == 1:
        return Aim(down=float(round(max(-0.15, min(0.15, share)) * ROWS / 2) * 2))
    return Aim(right=float(round(share * COLUMNS / 2) * 2), down=float(dice.integers(-4, 5) * 2))


def on_lens(planes: Planes, fault: Injected | None) -> Planes:
    """Before the sensor and its automatic exposure: blur, dirt, covers."""
    if fault is None:
        return planes
    dice = np.random.default_rng(fault.seed)
    luma, u, v = planes
    if fault.kind is FaultKind.BLURRED:
        radius = int(of(fault.strength, 1, 3, 6))
        soft = softened(luma, radius), softened(u, max(1, radius // 2)), softened(v, max(1, radius // 2))
        if dice.random() < 0.5:
            return soft
        weight = _patch(dice, of(fault.strength, 0.2, 0.5, 0.8))
        haze = np.float32(luma.mean())
        half = weight[::2, ::2]
        return (
            luma * (1 - weight) + (softened(luma, 8) * np.float32(0.6) + haze * np.float32(0.4)) * weight,
            u * (1 - half) + softened(u, 4) * half,
            v * (1 - half) + softened(v, 4) * half,
        )
    if fault.kind is FaultKind.COVERED:
        weight = _patch(dice, of(fault.strength, 0.25, 0.55, 1.0), edge=0.04)
        surface = softened(dice.standard_normal((ROWS, COLUMNS)).astype(np.float32), 20)
        surface = np.float32(dice.uniform(0.15, 0.7) * max(0.04, luma.mean())) * (1 + surface * np.float32(3))
        half = weight[::2, ::2]
        tint_u, tint_v = dice.uniform(-6, 6, 2)
        return (
            luma * (1 - weight) + surface * weight,
            u * (1 - half) + np.float32(tint_u) * half,
            v * (1 - half) + np.float32(tint_v) * half,
        )
    return planes


def _patch(dice: np.random.Generator, share: float, edge: float = 0.1) -> Floats:
    """Where it lies: from one side on, with an uneven edge."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    turn = dice.uniform(0, 2 * np.pi)
    along = np.cos(turn) * x / COLUMNS + np.sin(turn) * y / ROWS
    along = along + np.float32(0.05) * np.sin((np.cos(turn) * y - np.sin(turn) * x) / np.float32(dice.uniform(25, 60)))
    limit = float(np.quantile(along, share)) if share < 1 else float(along.max()) + 1
    weight: Floats = np.clip((limit - along) / np.float32(edge) + 0.5, 0, 1).astype(np.float32)
    return weight


def on_sensor(planes: Planes, fault: Injected | None, dice: np.random.Generator) -> Planes:
    """Behind the exposure, levels 0 to 255: what electronics do. ``dice``: what differs from picture to picture."""
    if fault is None:
        return planes
    luma, u, v = planes
    fixed = np.random.default_rng(fault.seed)
    level = fault.strength
    if fault.kind is FaultKind.BLACK:
        gain = np.float32(of(level, 0.25, 0.06, 0.0))
        return luma * gain, u * gain, v * gain
    if fault.kind is FaultKind.OVEREXPOSED:
        mean = max(8.0, float(luma.mean()))
        gain = np.float32(of(level, 2.2, 3.5, 8.0) * max(1.0, 100 / mean))
        bright = luma * gain
        left = np.clip((330 - bright) / 120, 0, 1)[::2, ::2].astype(np.float32)
        return bright, u * left, v * left
    if fault.kind is FaultKind.LOW_CONTRAST:
        share = np.float32(of(level, 0.5, 0.22, 0.1))
        return (luma - luma.mean()) * share + np.float32(fixed.uniform(90, 150)), u * share, v * share
    if fault.kind is FaultKind.NOISE:
        sigma = of(level, 9, 20, 40)
        noise = [dice.standard_normal(plane.shape).astype(np.float32) for plane in planes]
        return (
            luma + np.float32(sigma) * noise[0],
            u + np.float32(sigma * 0.4) * noise[1],
            v + np.float32(sigma * 0.4) * noise[2],
        )
    if fault.kind is FaultKind.STRIPES:
        return luma + _waves(fixed, dice, of(level, 5, 14, 35)), u, v
    if fault.kind is FaultKind.COLOUR_CAST:
        turn = fixed.uniform(0, 2 * np.pi)
        shift = of(level, 10, 25, 50)
        strength: Floats = np.minimum(luma / 80, 1)[::2, ::2]
        return luma, u + np.float32(shift * np.cos(turn)) * strength, v + np.float32(shift * np.sin(turn)) * strength
    return planes


def _waves(fixed: np.random.Generator, dice: np.random.Generator, height: float) -> Floats:
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    turn = (0.0, np.pi / 2, fixed.uniform(0.1, 1.4))[int(fixed.integers(0, 3))]
    period = fixed.uniform(9, 36)
    phase = np.float32(2 * np.pi / period) * (np.cos(turn) * y + np.sin(turn) * x) + np.float32(dice.uniform(0, 6.28))
    made: Floats = (np.float32(height) * np.sin(phase)).astype(np.float32)
    return made


def behind(planes: Planes, fault: Injected | None, dice: np.random.Generator) -> Planes:
    """On the line and in the recorder, levels 0 to 255: no signal, torn pictures."""
    if fault is None:
        return planes
    if fault.kind is FaultKind.SIGNAL_LOSS:
        return _no_signal(fault)
    if fault.kind is FaultKind.TORN:
        return _torn(planes, fault, dice)
    return planes


def _no_signal(fault: Injected) -> Planes:
    """Blue, bars, or words on black or grey; the weaker, the more words and logos stand on it."""
    dice = np.random.default_rng(fault.seed)
    luma = np.full((ROWS, COLUMNS), 35.0, np.float32)
    u, v = (np.zeros((ROWS // 2, COLUMNS // 2), np.float32) for _ in range(2))
    how = int(dice.integers(0, 4))
    if how == 0:
        u += 100
        v -= 20
    elif how == 1:
        bars = (
            (235, 0, 0),
            (210, -110, 18),
            (170, 38, -110),
            (145, -74, -94),
            (106, 74, 94),
            (81, -38, 110),
            (41, 110, -18),
        )
        for index, (level, blue, red) in enumerate(bars):
            columns = slice(index * COLUMNS // 7, (index + 1) * COLUMNS // 7)
            half = slice(index * COLUMNS // 14, (index + 1) * COLUMNS // 14)
            luma[:, columns], u[:, half], v[:, half] = level, blue, red
    elif how == 2:
        luma[:] = 0
    else:
        luma[:] = 90
    if how != 1:
        words = int(of(fault.strength, 5, 2, 1))
        for _ in range(words):
            top, left = int(dice.integers(20, ROWS - 60)), int(dice.integers(20, COLUMNS - 260))
            for letter in range(9):
                at = left + letter * 24
                luma[top : top + 30, at : at + 5] = 230
                luma[top : top + 5, at : at + 16] = 230
    return luma, u, v


def _torn(planes: Planes, fault: Injected, dice: np.random.Generator) -> Planes:
    """Below a line: shifted aside, the last line repeated, or the decoder's grey or green."""
    how = int(np.random.default_rng(fault.seed).integers(0, 3))
    luma, u, v = (plane.copy() for plane in planes)
    row = int(dice.integers(ROWS // 4, int(ROWS * 0.7))) // 16 * 16
    end = min(ROWS, row + int(of(fault.strength, 0.12, 0.3, 0.75) * ROWS) // 2 * 2)
    if how == 0:
        shift = int(of(fault.strength, 10, 40, 120))
        luma[row:end] = np.roll(luma[row:end], shift, axis=1)
        for plane in (u, v):
            plane[row // 2 : end // 2] = np.roll(plane[row // 2 : end // 2], shift // 2, axis=1)
        return luma, u, v
    if how == 1:
        luma[row:end] = luma[row - 1]
        u[row // 2 : end // 2], v[row // 2 : end // 2] = u[row // 2 - 1], v[row // 2 - 1]
        return luma, u, v
    is_green = fault.seed % 2 == 0
    luma[row:end] = 0 if is_green else 128
    u[row // 2 : end // 2] = v[row // 2 : end // 2] = -128 if is_green else 0
    return luma, u, v
