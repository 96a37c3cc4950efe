"""Terms of media as they cross the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toancanh.media.model import AccessUnit, Codec, CodecParameters


def parameters_to_json(parameters: CodecParameters) -> dict[str, Any]:
    """Byte strings as hexadecimal text."""
    return {
        "codec": parameters.codec,
        "width": parameters.width,
        "height": parameters.height,
        "vps": [nal.hex() for nal in parameters.vps],
        "sps": [nal.hex() for nal in parameters.sps],
        "pps": [nal.hex() for nal in parameters.pps],
        "codec_string": parameters.codec_string,
        "decoder_configuration": parameters.decoder_configuration.hex(),
    }


def parameters_from_json(body: Mapping[str, Any]) -> CodecParameters:
    """Raises KeyError or ValueError where ``body`` is something else."""
    return CodecParameters(
        codec=Codec(body["codec"]),
        width=int(body["width"]),
        height=int(body["height"]),
        vps=tuple(bytes.fromhex(nal) for nal in body["vps"]),
        sps=tuple(bytes.fromhex(nal) for nal in body["sps"]),
        pps=tuple(bytes.fromhex(nal) for nal in body["pps"]),
        codec_string=str(body["codec_string"]),
        decoder_configuration=bytes.fromhex(body["decoder_configuration"]),
    )


@dataclass(frozen=True, kw_only=True)
class KeyFrame:
    """A picture that decodes alone, with what its decoder needs."""

    parameters: CodecParameters
    unit: AccessUnit

    def as_json(self) -> dict[str, Any]:
        """All but the picture's bytes, which are the message's binary part."""
        return {
            "parameters": parameters_to_json(self.parameters),
            "media_time": self.unit.media_time,
            "wall_us": self.unit.wall_us,
            "arrival_us": self.unit.arrival_us,
        }

    @staticmethod
    def from_json(body: Mapping[str, Any], data: bytes) -> KeyFrame:
        """Raises KeyError or ValueError where ``body`` is something else."""
        unit = AccessUnit(
            media_time=int(body["media_time"]),
            is_key=True,
            data=data,
            wall_us=int(body["wall_us"]),
            arrival_us=int(body["arrival_us"]),
        )
        return KeyFrame(parameters=parameters_from_json(body["parameters"]), unit=unit)
